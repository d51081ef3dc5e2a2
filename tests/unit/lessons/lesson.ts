// A lesson of four steps on a tiny experiment, and outcomes of it, for tests.
import type { Outcome } from '../../../src/lessons/measures';
import { type Lesson, lessonVersion, parseLesson } from '../../../src/lessons/schema';
import { Series } from '../../../src/runtime/series';
import { stack } from '../../support/stack';
import { tinyExperiment } from '../../support/tinyExperiment';

const text = (en: string) => ({ en });

export const experiment = tinyExperiment({
  task: { id: 'recall', knobs: { pairs: 2, values: 2, hints: 0 } },
  steps: 20,
  evalInterval: 5,
  runs: [
    { id: 'a', name: 'A', layers: stack('standard', 'standard') },
    { id: 'b', name: 'B', layers: stack('mlp', 'mlp') },
  ],
});

/** As a file has it. */
export const lessonFile = {
  format: 'attention-lab-lesson',
  version: lessonVersion,
  id: 'small',
  place: 0,
  minutes: 1,
  title: text('Small'),
  summary: text('A small lesson.'),
  experiments: { first: experiment, second: { ready: 'mixing' } },
  steps: [
    {
      id: 'look',
      experiment: 'first',
      title: text('Look'),
      body: text('Look.'),
      view: { railTab: 'data', runId: 'b', layer: 1 },
      hidden: ['dock'],
      locked: ['rail'],
      marks: ['run:a'],
    },
    {
      id: 'train',
      title: text('Train'),
      body: text('Train.'),
      hidden: [],
      question: {
        kind: 'number',
        prompt: text('How many?'),
        measure: { run: 'a', of: 'accuracy', at: 'end' },
        from: 0,
        to: 100,
        step: 1,
        tolerance: 5,
      },
      train: {},
    },
    { id: 'see', title: text('See'), body: text('See.'), view: { dockTab: 'results' } },
    {
      id: 'edit',
      title: text('Edit'),
      body: text('Edit.'),
      edits: [{ do: 'setVariant', run: 'b', layer: 0, variant: 'standard' }],
    },
    { id: 'other', experiment: 'second', title: text('Other'), body: text('Other.'), locked: [] },
  ],
};

export const small = (): Lesson => parseLesson(structuredClone(lessonFile));

const nothing = Series.empty;

/** An outcome with these held-out accuracies (shares) and losses at steps 0, 10 and 20. */
export function outcomeWith(
  byRun: Record<string, { accuracy: number[]; loss: number[] }>,
  parameters: Record<string, number> = {},
): Outcome {
  const steps = [0, 10, 20];
  return {
    experiment,
    results: {
      captures: {},
      evaluations: {},
      info: { vocab: 6, parameters, uniformLoss: 1.8, chance: 0.5, bytesPerToken: null },
      curves: Object.fromEntries(
        Object.entries(byRun).map(([id, { accuracy, loss }]) => [
          id,
          { train: nothing, validation: Series.of(steps, loss), accuracy: Series.of(steps, accuracy) },
        ]),
      ),
    },
  };
}
