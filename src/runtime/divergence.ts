/** Says where a run broke, from its last checkpoint on, while the other runs go on. */

import { variant } from '../attention/variants';
import { blowUpSentence, sizesAtStep } from '../train/divergence';
import { nextTask } from './nextTask';
import type { Lane } from './runState';

/** Ends a look that no one waits for any more. */
class GivenUp extends Error {}

/**
 * @param step at which the loss was no longer a number
 * @param over whether the race is
 * @returns a sentence; null where it was given up
 */
export async function explainBlowUp(lane: Lane, step: number, over: () => boolean): Promise<string | null> {
  if (over()) return null;
  const trainer = lane.again();
  try {
    const sizes = await sizesAtStep(trainer, step, async () => {
      await nextTask();
      if (over()) throw new GivenUp();
    });
    if (!sizes) return 'A second try from there came out finite, so the step was a close call.';
    return blowUpSentence(
      sizes,
      lane.run.layers.map((layer) => variant(layer.variant).name),
    );
  } catch (error) {
    if (error instanceof GivenUp) return null;
    throw error;
  } finally {
    trainer.dispose();
  }
}
