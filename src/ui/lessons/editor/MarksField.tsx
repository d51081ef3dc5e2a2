/** What a step points at: chosen from a list, or by pointing at it on the page. */
import { Button, MultiSelect } from '@mantine/core';
import { MousePointerClick } from 'lucide-react';
import { useEffect, useState } from 'react';
import { openDraft } from '../../../app/lessons/drafts';
import { chosenRun, dockTabs, railTabs } from '../../../document/view';
import { isolated } from '../../../format/visible';
import { en } from '../../../i18n/en';
import { t } from '../../../i18n/i18n';
import { isMark, pageParts } from '../../../lessons/parts';
import { stageAt } from '../../../lessons/stage';
import { useDrafts } from '../../AppContext';

interface Props {
  /** Of the step, from 0. */
  at: number;
  marks: readonly string[];
  onChange(marks: string[]): void;
}

export function MarksField({ at, marks, onChange }: Props) {
  const [pointing, setPointing] = useState(false);
  const listed = useMarks(at);
  const all = [
    ...listed,
    ...marks
      .filter((mark) => !listed.some(({ value }) => value === mark))
      .map((mark) => ({ value: mark, label: mark })),
  ];
  usePointing(pointing, (mark) => {
    setPointing(false);
    if (mark !== null && !marks.includes(mark)) onChange([...marks, mark]);
  });
  return (
    <>
      <MultiSelect
        size="sm"
        label={t('lessonWriting.marks')}
        searchable
        data-testid="writing-marks"
        data={all}
        value={[...marks]}
        onChange={onChange}
      />
      <div>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<MousePointerClick size={16} />}
          aria-pressed={pointing}
          data-testid="point"
          onClick={() => setPointing(!pointing)}
        >
          {t(pointing ? 'lessonWriting.pointing' : 'lessonWriting.point')}
        </Button>
      </div>
    </>
  );
}

/** Takes the next click on the page for a choice of its part; Escape chooses none. */
function usePointing(active: boolean, onChosen: (mark: string | null) => void): void {
  useEffect(() => {
    if (!active) return;
    const click = (event: MouseEvent) => {
      const target = event.target instanceof Element ? event.target : null;
      if (target?.closest('[data-testid="point"]')) return;
      // The page does nothing of what it is clicked for.
      event.preventDefault();
      event.stopPropagation();
      const part = target?.closest<HTMLElement>('[data-part]')?.dataset.part;
      onChosen(part !== undefined && isMark(part) ? part : null);
    };
    const key = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      onChosen(null);
    };
    window.addEventListener('click', click, true);
    window.addEventListener('keydown', key, true);
    return () => {
      window.removeEventListener('click', click, true);
      window.removeEventListener('keydown', key, true);
    };
  }, [active, onChosen]);
}

const panelIds = Object.keys(en.layout.panels) as (keyof typeof en.layout.panels)[];

/** Returns what a step can point at, by the names that the page shows. */
function useMarks(at: number): { value: string; label: string }[] {
  const lesson = useDrafts(openDraft);
  if (!lesson) return [];
  const { experiment, view } = stageAt(lesson, at);
  const { runs, model } = experiment;
  const maps = chosenRun(runs, view.runId).layers.flatMap((_, layer) =>
    Array.from({ length: model.heads }, (_, head) => ({
      value: `map:${layer}:${head}`,
      label: t('lessonWriting.mark.map', { layer: layer + 1, head: head + 1 }),
    })),
  );
  return [
    ...pageParts.map((part) => ({ value: `part:${part}`, label: t(`lessons.parts.${part}`) })),
    ...[...railTabs, ...dockTabs].map((id) => ({
      value: `tab:${id}`,
      label: t('lessonWriting.mark.tab', { name: t(`layout.tabs.${id}`) }),
    })),
    ...panelIds.map((id) => ({
      value: `panel:${id}`,
      label: t('lessonWriting.mark.panel', { name: t(`layout.panels.${id}`) }),
    })),
    ...runs.flatMap(({ id, name, layers }) => [
      { value: `run:${id}`, label: t('lessonWriting.mark.run', { name: isolated(name) }) },
      ...layers.map((_, layer) => ({
        value: `layer:${id}:${layer}`,
        label: t('lessonWriting.mark.layer', { name: isolated(name), layer: layer + 1 }),
      })),
    ]),
    ...maps,
  ];
}
