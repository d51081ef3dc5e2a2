/** A picture to draw a curve in, by the pointer or by the keys; the run's curve grows through it once it trains. */
import { round } from 'es-toolkit';
import type { KeyboardEvent, PointerEvent } from 'react';
import { formatCount, formatRounded, formatTick } from '../../../format/numbers';
import { isolated } from '../../../format/visible';
import { t } from '../../../i18n/i18n';
import { firstAnswer } from '../../../lessons/questions';
import {
  type CurveQuestion,
  drawnSoFar,
  knotStep,
  knots,
  meanDistance,
} from '../../../lessons/questions/curve';
import { plainText } from '../lessonText';
import classes from './Questions.module.css';
import type { WidgetProps } from './widget';

/** The picture, in units of its viewBox; what is left of `left` and below `bottom` are axes. */
const width = 300;
const height = 190;
const left = 34;
const right = 290;
const top = 10;
const bottom = 166;

type Props = WidgetProps<CurveQuestion, number[], { steps: number[]; values: number[] }>;

export function CurveWidget({ question, answer, locked, onAnswer, truth, outcome, names }: Props) {
  const { from, to, steps } = question;
  const values = answer ?? (firstAnswer(question) as number[]);
  const x = (step: number) => left + ((right - left) * step) / steps;
  const y = (value: number) =>
    bottom - ((bottom - top) * (Math.min(to, Math.max(from, value)) - from)) / (to - from);
  const grown = outcome && drawnSoFar(question, outcome);
  const set = (knot: number, value: number) =>
    onAnswer(values.map((old, k) => (k === knot ? Math.min(to, Math.max(from, value)) : old)));
  const draw = (event: PointerEvent<SVGSVGElement>) => {
    if (locked || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const box = event.currentTarget.getBoundingClientRect();
    const px = ((event.clientX - box.left) / box.width) * width;
    const py = ((event.clientY - box.top) / box.height) * height;
    const knot = Math.round(((px - left) / (right - left)) * (knots - 1));
    if (knot < 0 || knot >= knots) return;
    set(knot, from + ((bottom - py) / (bottom - top)) * (to - from));
  };
  const onKey = (event: KeyboardEvent, knot: number) => {
    const by = { ArrowUp: 1, ArrowDown: -1, PageUp: 5, PageDown: -5 }[event.key];
    if (locked || by === undefined) return;
    event.preventDefault();
    set(knot, (values[knot] ?? from) + (by * (to - from)) / 40);
  };
  const path = (points: readonly (readonly [number, number])[]) =>
    points.map(([px, py], i) => `${i === 0 ? 'M' : 'L'}${round(px, 1)} ${round(py, 1)}`).join('');
  const style = names.style(question.run);
  return (
    <fieldset className={classes.curve} aria-label={plainText(question.prompt)}>
      {/* The points inside are controls, so it is no picture. */}
      <svg
        viewBox={`0 0 ${width} ${height}`}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          draw(event);
        }}
        onPointerMove={draw}
        data-testid="curve-answer"
      >
        <title>{plainText(question.prompt)}</title>
        {[from, (from + to) / 2, to].map((value) => (
          <g key={value}>
            <line x1={left} x2={right} y1={y(value)} y2={y(value)} className={classes.grid} />
            <text x={left - 4} y={y(value) + 4} textAnchor="end">
              {formatTick(value, to - from < 4 ? 1 : 0)}
            </text>
          </g>
        ))}
        {[0, steps / 2, steps].map((step) => (
          <text key={step} x={x(step)} y={bottom + 16} textAnchor={step === steps ? 'end' : 'middle'}>
            {formatCount(Math.round(step))}
          </text>
        ))}
        <path
          d={path(values.map((value, k) => [x(knotStep(question, k)), y(value)]))}
          className={classes.drawn}
        />
        {grown && (
          <path
            d={path(grown.steps.map((step, i) => [x(Math.min(step, steps)), y(grown.values[i] ?? from)]))}
            fill="none"
            stroke={style.colour}
            strokeWidth={2.5}
            data-testid="real-curve"
          />
        )}
        {values.map((value, k) => (
          <circle
            // biome-ignore lint/suspicious/noArrayIndexKey: a point is known by its place
            key={k}
            cx={x(knotStep(question, k))}
            cy={y(value)}
            r={locked ? 2 : 4}
            className={classes.knot}
            role="slider"
            tabIndex={locked ? -1 : 0}
            aria-label={t('lessons.curve.point', { step: formatCount(Math.round(knotStep(question, k))) })}
            aria-valuemin={from}
            aria-valuemax={to}
            aria-valuenow={value}
            aria-valuetext={formatRounded(value, 3)}
            aria-disabled={locked}
            onKeyDown={(event) => onKey(event, k)}
          />
        ))}
      </svg>
      <p className="muted">
        {t('lessons.curve.axis', {
          quantity: t(`lessons.quantities.${question.of}`),
          steps: formatCount(steps),
        })}
        {'. '}
        {!locked && t('lessons.curve.help')}
      </p>
      <p className={classes.legend}>
        <span className={classes.drawnKey} /> {t('lessons.curve.yours')}
        <span className={classes.realKey} style={{ background: style.colour }} />{' '}
        {t('lessons.curve.real', { run: isolated(names.name(question.run)) })}
      </p>
      {truth && (
        <p>{t('lessons.curve.apart', { apart: formatRounded(meanDistance(question, values, truth), 3) })}</p>
      )}
    </fieldset>
  );
}
