/** Saves a chart or a map as a picture for paper, in the format that is picked. What takes long tells how far it is, and can be stopped. */

import { ActionIcon, Menu } from '@mantine/core';
import { ImageDown } from 'lucide-react';
import { memo, useEffect, useRef, useState } from 'react';
import { formatPercent } from '../../format/numbers';
import { t } from '../../i18n/i18n';
import { type InParts, shareOf, withRests } from '../figures/inParts';
import type { Figure } from '../figures/paper';
import { useLanguage } from '../useLanguage';
import { download } from './download';
import { Hint } from './Hint';
import classes from './SaveFigure.module.css';
import { useLatest } from './useLatest';

/** Does work in parts; null where it was stopped. */
type Run = <T>(work: InParts<T>) => Promise<T | null>;

const formats = [
  {
    id: 'png',
    make: async (figure: Figure, run: Run) => (await import('../figures/raster/toPng')).toPng(figure, run),
  },
  { id: 'svg', make: async ({ svg }: Figure, _: Run) => new Blob([svg], { type: 'image/svg+xml' }) },
] as const;

/** Of the work on a PNG, that on the figure; an SVG is no more than that. */
const figureShare = { png: 0.4, svg: 1 };
/** Milliseconds after which it tells how far it is: most pictures are there before. */
const patience = 300;

interface SaveFigureProps {
  /** What is saved, as in "Save the chart of losses". */
  what: string;
  testId: string;
  /** There is nothing to save yet. */
  disabled?: boolean;
  /** Makes it, at once or in parts. */
  figure(): Figure | InParts<Figure> | null;
}

/** The picture is another with each moment; the menu is not. */
export function SaveFigure({ figure, ...props }: SaveFigureProps) {
  return <SaveMenu {...props} figure={useLatest(figure)} />;
}

const SaveMenu = memo(function SaveMenu({ what, testId, disabled = false, figure }: SaveFigureProps) {
  useLanguage();
  const [failure, setFailure] = useState<string | null>(null);
  const [isOpen, setIsOpen] = useState(false);
  /** Of a picture that takes long, how much is done; null of none. */
  const [share, setShare] = useState<number | null>(null);
  const saving = useRef<AbortController | null>(null);
  useEffect(() => () => saving.current?.abort(), []);
  const save = async ({ id, make }: (typeof formats)[number]) => {
    saving.current?.abort();
    const own = new AbortController();
    saving.current = own;
    setFailure(null);
    const began = performance.now();
    const onShare = (done: number) => {
      if (performance.now() - began > patience) setShare(done);
    };
    const runFrom =
      (from: number, to: number): Run =>
      (work) =>
        withRests(shareOf(work, from, to), onShare, own.signal);
    try {
      const made = figure();
      const whole = made && 'next' in made ? await runFrom(0, figureShare[id])(made) : made;
      const file = whole && (await make(whole, runFrom(figureShare[id], 1)));
      if (whole && file) download(`${whole.name}.${id}`, file);
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
    } finally {
      if (saving.current === own) setShare(null);
    }
  };
  const label =
    share === null
      ? t('kit.saveFigure.label', { what })
      : t('kit.saveFigure.stop', { share: formatPercent(share, 0) });
  return (
    <>
      <Menu
        position="bottom-end"
        withinPortal
        opened={isOpen}
        onChange={(opens) => {
          if (opens && share !== null) saving.current?.abort();
          else setIsOpen(opens);
        }}
      >
        <Hint label={label}>
          <Menu.Target>
            <ActionIcon
              variant="default"
              size="lg"
              disabled={disabled && share === null}
              data-controls
              aria-label={label}
              data-testid={testId}
            >
              {share === null ? <ImageDown size={18} /> : <StopMark share={share} />}
            </ActionIcon>
          </Menu.Target>
        </Hint>
        <Menu.Dropdown>
          {formats.map((format) => (
            <Menu.Item
              key={format.id}
              data-testid={`${testId}-${format.id}`}
              onClick={() => void save(format)}
            >
              {t(`kit.saveFigure.${format.id}`)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {failure && (
        <p className="error" role="alert">
          {failure}
        </p>
      )}
    </>
  );
});

/** A square to stop at, in a ring that closes. */
function StopMark({ share }: { share: number }) {
  return (
    <svg width={26} height={26} viewBox="-13 -13 26 26" className={classes.stop} aria-hidden="true">
      <circle r={11} />
      <circle r={11} pathLength={1} strokeDasharray={`${share} 1`} transform="rotate(-90)" />
      <rect x={-4} y={-4} width={8} height={8} rx={1} />
    </svg>
  );
}
