/** Trains an experiment on the processor, and grades what comes of it by an exercise. */
import { PlainError } from '../../../scripts/lib/process.mjs';
import { layerName } from '../../attention/layers';
import type { Experiment } from '../../experiment/schema';
import { formatRounded } from '../../format/numbers';
import { type Exercise, gradeBest, type Requirement } from '../../lessons/exercise';
import type { OwnText } from '../../runtime/protocol';
import type { Results } from '../../runtime/runReducer';
import { openProcessorEngine } from '../processor';
import { progressLine } from '../progressLine';

/** What a training came to: the run that meets most, and how each requirement stands. */
export type Grade = ReturnType<typeof gradeBest>;

/** @throws {PlainError} where the training fails */
export async function gradeTraining(
  exercise: Exercise,
  experiment: Experiment,
  ownText: OwnText | null = null,
): Promise<Grade> {
  const line = progressLine(1);
  line.seed(experiment.seed);
  const engine = openProcessorEngine();
  let results: Results | null = null;
  const done = await engine.run(
    { experiment, ownText, engine: 'processor' },
    {
      onProgress: line.show,
      onResults: (found) => {
        results = found;
      },
    },
  );
  line.done();
  await engine.close();
  if ('error' in done) throw new PlainError(done.error);
  if (!results) throw new Error('The engine told no results.');
  return gradeBest(exercise, { experiment, results });
}

/** Says how each requirement stands, a line each. */
export const gradeLines = ({ run, graded }: Grade): string =>
  [
    `The run that meets most is "${run.name}" (${run.layers.map(layerName).join(', ')}):`,
    ...graded.map(({ requirement, holds, has }) => {
      const own = has === null ? '' : `; it has ${formatRounded(has, 4)}`;
      return `  ${holds ? 'holds' : 'does not hold'}: ${requirementText(requirement)}${own}`;
    }),
  ].join('\n');

function requirementText(asked: Requirement): string {
  switch (asked.ask) {
    case 'reaches':
      return asked.of === 'accuracy'
        ? `accuracy of at least ${asked.bound} %`
        : `${asked.of} of at most ${asked.bound}`;
    case 'layersOf': {
      const { variant, atMost, atLeast } = asked;
      const bounds = [
        ...(atLeast === undefined ? [] : [`at least ${atLeast}`]),
        ...(atMost === undefined ? [] : [`at most ${atMost}`]),
      ];
      return `layers of ${variant}: ${bounds.join(', ')}`;
    }
    case 'parameters':
      return `fewer than ${asked.below} parameters`;
    case 'task':
      return `the task ${asked.id}`;
    case 'steps':
      return `at most ${asked.atMost} steps`;
  }
}
