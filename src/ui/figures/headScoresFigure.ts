/** Draws the score of each head of a run, layers × heads, for paper. */
import { range } from 'es-toolkit';
import { isHeadOff } from '../../experiment/overrides';
import type { Run } from '../../experiment/schema';
import { formatCount, formatFixed } from '../../format/numbers';
import { isolated } from '../../format/visible';
import { entryName } from '../../format/words';
import { t } from '../../i18n/i18n';
import type { HeadScore } from '../../measure/heads';
import type { FigureFacts } from './facts';
import { layerGrid, nameWidth } from './layerGrid';
import { type Figure, figure, ink } from './paper';
import { element, textElement } from './svg';

const margin = 16;
const cell = { width: 74, height: 44 };
const leastWidth = 420;
/** From 0 to 1, two tenths each; what is written on the last two is white. */
const shades = ['#ffffff', '#d7e8f8', '#a9cfee', '#2f74b5', '#0b3a70'];

/** A head's score; some, as a correlation, may be below zero. */
export const headScoreText = (value: number): string => formatFixed(value, 2);

interface Content {
  run: Run;
  score: HeadScore;
  /** By layer, a value for each head; undefined where there is none. */
  values: readonly (readonly number[] | undefined)[];
  /** By layer, the step at which each head took off. */
  takeOffs: readonly (readonly (number | null)[] | undefined)[];
  step: number;
  facts: FigureFacts;
}

export function headScoresFigure({ run, score, values, takeOffs, step, facts }: Content): Figure {
  const noteOf = (l: number, head: number): string => {
    if (isHeadOff(run, l, head)) return t('inside.off');
    const step = takeOffs[l]?.[head] ?? null;
    return step === null ? '' : t('inside.from', { step: formatCount(step) });
  };
  const heads = Math.max(1, ...values.map((own) => own?.length ?? 0));
  const grid = layerGrid({
    run,
    columns: range(heads).map((head) => t('inside.head', { head: head + 1 })),
    cell,
    cellsOf: (l, left) => (values[l] ?? []).map((value, head) => cellOf(value, noteOf(l, head), left(head))),
    whyNone: (l, mixes) => (values[l] ? null : t(mixes ? 'inside.notScored' : 'inside.noHeads')),
  });
  const bottom = grid.bottom + 12;
  const legend = shades.map((shade, i) =>
    element('rect', {
      x: nameWidth + 24 * i,
      y: bottom,
      width: 24,
      height: 10,
      fill: shade,
      stroke: ink.line,
    }),
  );
  const ends = [
    textElement('0', { x: nameWidth - 6, y: bottom + 10, 'text-anchor': 'end' }),
    textElement('1', { x: nameWidth + 24 * shades.length + 6, y: bottom + 10 }),
  ];
  return figure(
    {
      name: `head-scores-${score.id}`,
      title: t('figures.heads.title', { run: isolated(run.name), score: entryName('headScores', score) }),
      subtitle: t('figures.heads.subtitle', { data: facts.data, step: formatCount(step) }),
      link: facts.link,
      width: Math.max(leastWidth, grid.right + 2 * margin),
      height: bottom + 14,
    },
    element('g', { transform: `translate(${margin} 0)` }, ...grid.drawn, ...legend, ...ends),
  );
}

function cellOf(value: number, note: string, x: number): string {
  const shade = Math.min(shades.length - 1, Math.max(0, Math.floor(shades.length * value)));
  const at = { x: x + cell.width / 2, 'text-anchor': 'middle', fill: shade > 2 ? ink.paper : ink.text };
  return (
    element('rect', { x, width: cell.width, height: cell.height, fill: shades[shade], stroke: ink.line }) +
    textElement(headScoreText(value), { ...at, y: note === '' ? 27 : 19 }) +
    (note === '' ? '' : textElement(note, { ...at, y: 36, 'font-size': 11 }))
  );
}
