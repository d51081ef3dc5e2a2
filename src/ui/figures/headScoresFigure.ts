/** Draws the score of each head of a run, layers × heads, for paper. */
import { range } from 'es-toolkit';
import type { Run } from '../../experiment/schema';
import { formatCount, formatFixed } from '../../format/numbers';
import { isolated, labelWidth } from '../../format/visible';
import { entryName } from '../../format/words';
import { t } from '../../i18n/i18n';
import type { HeadScore } from '../../measure/heads';
import type { FigureFacts } from './facts';
import { layerGrid, nameWidth } from './layerGrid';
import { type Figure, figure, ink } from './paper';
import { element, textElement } from './svg';

const margin = 16;
/** Width of a cell, which is wider where its notes are. */
const leastCell = 74;
const noteSize = 11;
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
  /** By layer, what stands below the value of each head; empty where nothing does. */
  notes: readonly (readonly string[] | undefined)[];
  /** Whether the score tells that a head finds the key, as where the right keys are known. */
  finds: boolean;
  step: number;
  facts: FigureFacts;
}

export function headScoresFigure({ run, score, values, notes, finds, step, facts }: Content): Figure {
  const longest = Math.max(0, ...notes.flatMap((own) => (own ?? []).map(labelWidth)));
  const cell = { width: Math.max(leastCell, noteSize * longest * 0.6 + 10), height: 44 };
  const heads = Math.max(1, ...values.map((own) => own?.length ?? 0));
  const grid = layerGrid({
    run,
    columns: range(heads).map((head) => t('inside.head', { head: head + 1 })),
    cell,
    cellsOf: (l, left) =>
      (values[l] ?? []).map((value, head) => cellOf(value, notes[l]?.[head] ?? '', left(head), cell)),
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
      subtitle: t(finds ? 'figures.heads.subtitleFinds' : 'figures.heads.subtitle', {
        data: facts.data,
        step: formatCount(step),
      }),
      link: facts.link,
      width: Math.max(leastWidth, grid.right + 2 * margin),
      height: bottom + 14,
    },
    element('g', { transform: `translate(${margin} 0)` }, ...grid.drawn, ...legend, ...ends),
  );
}

function cellOf(value: number, note: string, x: number, cell: { width: number; height: number }): string {
  const shade = Math.min(shades.length - 1, Math.max(0, Math.floor(shades.length * value)));
  const at = { x: x + cell.width / 2, 'text-anchor': 'middle', fill: shade > 2 ? ink.paper : ink.text };
  return (
    element('rect', { x, width: cell.width, height: cell.height, fill: shades[shade], stroke: ink.line }) +
    textElement(headScoreText(value), { ...at, y: note === '' ? 27 : 19 }) +
    (note === '' ? '' : textElement(note, { ...at, y: 36, 'font-size': noteSize }))
  );
}
