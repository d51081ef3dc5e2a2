/** Finds out in which layer a run diverged, from its last checkpoint on, while the other runs train. */

import { variant } from '../attention/variants';
import { words } from '../format/words';
import { divergenceMessage, magnitudesAtStep } from '../train/divergence';
import { nextTask } from './nextTask';
import type { RunState } from './runState';

/** Ends a search whose answer is not wanted any more. */
class Abandoned extends Error {}

/**
 * Repeats a run's steps from its last checkpoint up to its divergence, and tells the layer.
 * @param step at which the loss or its gradient was not finite
 * @param isOver whether the race has ended, and the search with it
 * @returns a message for the reader; null where the search was abandoned
 */
export async function explainDivergence(
  state: RunState,
  step: number,
  isOver: () => boolean,
): Promise<string | null> {
  if (isOver()) return null;
  const trainer = state.replay();
  try {
    const magnitudes = await magnitudesAtStep(trainer, step, async () => {
      await nextTask();
      if (isOver()) throw new Abandoned();
    });
    if (!magnitudes)
      return words(
        'divergence.closeCall',
        'A second try from there came out finite, so the step was a close call.',
      );
    return divergenceMessage(
      magnitudes,
      state.run.layers.map((layer) => variant(layer.variant).name),
    );
  } catch (error) {
    if (error instanceof Abandoned) return null;
    throw error;
  } finally {
    trainer.dispose();
  }
}
