/** Trains an experiment on the processor, and grades what comes of it by an exercise. */
import { PlainError } from '../../../scripts/lib/process.mjs';
import { layerName } from '../../attention/layers';
import type { Experiment } from '../../experiment/schema';
import { formatRounded } from '../../format/numbers';
import { formatDuration } from '../../format/times';
import { type Exercise, gradeBest, type Requirement } from '../../lessons/exercise';
import type { OwnText } from '../../runtime/protocol';
import type { Results } from '../../runtime/runReducer';
import { openProcessorEngine } from '../processor';
import { progressLine } from '../progressLine';

/** What a training came to: the run that meets most, and how each requirement stands. */
export type Grade = ReturnType<typeof gradeBest>;

/** Milliseconds for one training: thirty times what the longest takes on two cores that do nothing else. */
const mostTraining = 10 * 60_000;

/** @throws {PlainError} where the training fails, or does not end */
export async function gradeTraining(
  exercise: Exercise,
  experiment: Experiment,
  ownText: OwnText | null = null,
): Promise<Grade> {
  const line = progressLine(1);
  line.seed(experiment.seed);
  const engine = openProcessorEngine();
  let results: Results | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = new Promise<string>((resolve) => {
    const why = `It was stopped after ${formatDuration(mostTraining / 1000)}. Try again where the machine does less else.`;
    timer = setTimeout(() => resolve(why), mostTraining);
  });
  const done = await engine.run(
    { experiment, ownText, engine: 'processor' },
    {
      onProgress: line.show,
      onResults: (found) => {
        results = found;
      },
      stop,
    },
  );
  clearTimeout(timer);
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
      return `  ${standing(holds)}: ${requirementText(requirement)}${own}`;
    }),
  ].join('\n');

const standing = (holds: boolean | null) =>
  holds === null ? 'not trained' : holds ? 'holds' : 'does not hold';

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
