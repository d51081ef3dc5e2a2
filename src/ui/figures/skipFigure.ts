/** Draws pairs of bars for paper: the loss with each part and without it. */
import { formatCount } from '../../format/numbers';
import { isolated, labelWidth } from '../../format/visible';
import { t } from '../../i18n/i18n';
import { writeLoss } from '../charts/excessScale';
import type { FigureFacts } from './facts';
import { type Figure, figure } from './paper';
import { element, textElement } from './svg';

const margin = 16;
/** Width of a character of a name, in CSS pixels, roughly. */
const characterWidth = 7.5;
const bars = { width: 280, height: 14 };
const rowHeight = 48;
const colours = { with: '#ffffff', without: '#0060a8' };

interface Content {
  /** Name of the run. */
  run: string;
  step: number;
  /** Nats per token. */
  whole: number;
  /** `loss` is null where it is not measured; `difference`, to the whole run's, is empty there. */
  rows: readonly { name: string; loss: number | null; difference: string }[];
  /** What values of several seeds are; empty for one run. */
  over: string;
  /** Where the scale ends. */
  highest: number;
  facts: FigureFacts;
}

export function skipFigure({ run, step, whole, rows, over, highest, facts }: Content): Figure {
  const left = 20 + characterWidth * Math.max(...rows.map(({ name }) => labelWidth(name)));
  const bar = (y: number, loss: number, fill: string, difference = '') => {
    const width = Number.isFinite(loss) ? (bars.width * loss) / highest : 0;
    return (
      element('rect', { x: left, y, width, height: bars.height, fill, stroke: colours.without }) +
      textElement(`${writeLoss(loss)}  ${difference}`.trim(), { x: left + width + 6, y: y + 12 })
    );
  };
  const textWidth = 60 + 7 * Math.max(...rows.map(({ difference }) => labelWidth(difference)));
  const drawn = rows.map(({ name, loss, difference }, i) =>
    element(
      'g',
      { transform: `translate(0 ${i * rowHeight})` },
      textElement(name, { y: 24 }),
      bar(3, whole, colours.with),
      loss === null ? '' : bar(21, loss, colours.without, difference),
    ),
  );
  const bottom = rows.length * rowHeight + 6;
  const keys = (['with', 'without'] as const).map((key, i) =>
    element(
      'g',
      { transform: `translate(${i * 220} ${bottom})` },
      element('rect', { width: 22, height: 12, fill: colours[key], stroke: colours.without }),
      textElement(t(`inside.skip.${key}`), { x: 30, y: 11 }),
    ),
  );
  return figure(
    {
      name: 'skip',
      title: t('figures.skip.title', { run: isolated(run) }),
      subtitle: t('figures.skip.subtitle', { data: facts.data, step: formatCount(step) }),
      link: facts.link,
      width: left + bars.width + textWidth + 2 * margin,
      height: bottom + (over ? 42 : 18),
    },
    element(
      'g',
      { transform: `translate(${margin} 0)` },
      ...drawn,
      ...keys,
      over ? textElement(over, { y: bottom + 34 }) : '',
    ),
  );
}
