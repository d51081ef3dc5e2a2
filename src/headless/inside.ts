/** What is told of the inside of each run over its training: docs/inside.md says of what form. */
import { pick, range } from 'es-toolkit';
import { mixingOf } from '../attention/layers';
import type { LayerStep } from '../engine/engine';
import type { Experiment } from '../experiment/schema';
import { headScores } from '../measure/heads';
import { type HeadCurves, headCurves } from '../measure/heads/curves';
import type { Indicators } from '../measure/indicators';
import { plateauEnd } from '../measure/takeOff';
import type { AblatedLoss, AblationEvent } from '../runtime/protocol';
import type { RunCaptures } from '../runtime/runCaptures';
import type { Results } from '../runtime/runReducer';

/** One layer over the captures of a run, one entry for each. */
interface LayerCourse {
  steps: number[];
  /** What the step before the capture did to it; null before the first. */
  step: (LayerStep | null)[];
  /** null where the layer mixes no tokens. */
  indicators: (Indicators | null)[];
  /** The largest |s| before the softmax, and the quartiles of |s|; null where the layer has no scores. */
  scores: ({ largest: number; quartiles: number[] } | null)[];
}

/** How one run came to what it is. */
export interface RunInside {
  /** The last step of the training loss's longest plateau that a fall follows; null where there is none. */
  plateauEnd: number | null;
  /** By layer, by score id; a sentence where the layer has no heads to score. */
  heads: (Record<string, HeadCurves> | { unavailable: string })[];
  /** By layer, what its captures told. */
  course: LayerCourse[];
  /** What the trained run comes to on the held-out sequences, and without each part of it. */
  ablation:
    | ({ step: number } & AblatedLoss & {
          /** `head` is null where the whole layer is left out; both count from 0. */
          without: ({ layer: number; head: number | null } & AblatedLoss)[];
          /** Several layers left out together: all that are not standard (the paper's skip), and all that are. */
          skips: ({ layers: number[] } & AblatedLoss)[];
        })
    | null;
}

/** By run id, of captures with one text. @param ablations what the grid of each run told */
export function insideOf(
  { runs, task }: Experiment,
  { curves, captures }: Results,
  ablations: Readonly<Record<string, readonly AblationEvent[]>>,
): Record<string, RunInside> {
  return Object.fromEntries(
    runs.map((run) => {
      const { id, layers } = run;
      const own = captures[id] ?? [];
      const loss = curves[id]?.train;
      const heads = range(layers.length).map((l) => {
        if (!mixingOf(layers[l] as (typeof layers)[0]))
          return { unavailable: 'This layer mixes no tokens, so it has no heads to score.' };
        return Object.fromEntries(
          headScores.flatMap(({ id: scoreId }) => {
            const found = headCurves(own, l, scoreId, { run, task });
            return found ? [[scoreId, found]] : [];
          }),
        );
      });
      const course = range(layers.length).map((l) => courseOf(own, l));
      return [
        id,
        {
          course,
          plateauEnd: loss ? plateauEnd(loss) : null,
          heads,
          ablation: ablationOf(ablations[id] ?? []),
        },
      ];
    }),
  );
}

function courseOf(captures: RunCaptures, l: number): LayerCourse {
  const layers = captures.map((capture) => capture.layers[l] as (typeof capture.layers)[0]);
  return {
    steps: captures.map(({ step }) => step),
    step: layers.map(({ step }) => step ?? null),
    indicators: layers.map(({ indicators }) => indicators),
    scores: layers.map(
      ({ scores }) => scores && { largest: scores.largest, quartiles: scores.magnitudeQuartiles ?? [] },
    ),
  };
}

function ablationOf(events: readonly AblationEvent[]): RunInside['ablation'] {
  const whole = events.find((event) => event.type === 'whole');
  if (!whole) return null;
  const without: NonNullable<RunInside['ablation']>['without'] = [];
  const skips: NonNullable<RunInside['ablation']>['skips'] = [];
  for (const event of events) {
    if (event.type !== 'part') continue;
    const { part, loss, accuracy } = event;
    if ('head' in part) without.push({ ...part, loss, accuracy });
    else if (part.layers.length === 1)
      without.push({ layer: part.layers[0] as number, head: null, loss, accuracy });
    else skips.push({ ...part, loss, accuracy });
  }
  return { ...pick(whole, ['step', 'loss', 'accuracy']), without, skips };
}
