/** Saves a chart or a map as a picture for paper, in the format that is picked. */

import { ActionIcon, Menu } from '@mantine/core';
import { ImageDown } from 'lucide-react';
import { memo, useState } from 'react';
import { t } from '../../i18n/i18n';
import type { Figure } from '../figures/paper';
import { useLanguage } from '../useLanguage';
import { download } from './download';
import { Hint } from './Hint';
import { useLatest } from './useLatest';

const formats = [
  { id: 'png', make: async (figure: Figure) => (await import('../figures/raster/toPng')).toPng(figure) },
  { id: 'svg', make: async ({ svg }: Figure) => new Blob([svg], { type: 'image/svg+xml' }) },
] as const;

interface SaveFigureProps {
  /** What is saved, as in "Save the chart of losses". */
  what: string;
  testId: string;
  /** There is nothing to save yet. */
  disabled?: boolean;
  figure(): Figure | null;
}

/** The picture is another with each moment; the menu is not. */
export function SaveFigure({ figure, ...props }: SaveFigureProps) {
  return <SaveMenu {...props} figure={useLatest(figure)} />;
}

const SaveMenu = memo(function SaveMenu({ what, testId, disabled = false, figure }: SaveFigureProps) {
  useLanguage();
  const [failure, setFailure] = useState<string | null>(null);
  const save = async ({ id, make }: (typeof formats)[number]) => {
    setFailure(null);
    try {
      const made = figure();
      if (made) download(`${made.name}.${id}`, await make(made));
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Hint label={t('kit.saveFigure.label', { what })}>
          <Menu.Target>
            <ActionIcon
              variant="default"
              size="lg"
              disabled={disabled}
              data-controls
              aria-label={t('kit.saveFigure.label', { what })}
              data-testid={testId}
            >
              <ImageDown size={18} />
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
