/** The bench's PyTorch trains what the lab trains: the same losses, step by step. */
import { expect, test } from 'vitest';
import { createProcessor } from '../../bench/contenders/processor';
import { openPyTorch } from '../../bench/pytorch';
import type { SingleStep } from '../../bench/session';
import type { Case } from '../../bench/sizes';
import { createTask } from '../../bench/task';
import { python } from './python';

const tiny: Pick<Case, 'size' | 'variant'> = { size: 'tiny', variant: 'standard' };

test.skipIf(!python)('steps have the lab’s losses, in a round too', async () => {
  const lab = await createProcessor(createTask(tiny));
  const session = openPyTorch(python as string, 1);
  try {
    expect(await session.call('open', 'pytorch', tiny)).toMatch(/^PyTorch \d/);
    for (let s = 0; s < 3; s++) {
      const { loss, milliseconds } = (await session.call('singleStep')) as SingleStep;
      expect(loss).toBeCloseTo(await lab.step().read(), 4);
      expect(milliseconds).toBeGreaterThan(0);
    }
    // A round trains on as many batches.
    expect(await session.call('round', 2)).toMatchObject({ dispatches: null, scriptMs: [] });
    for (let s = 0; s < 2; s++) await lab.step().read();
    const { loss } = (await session.call('singleStep')) as SingleStep;
    expect(loss).toBeCloseTo(await lab.step().read(), 4);
  } finally {
    await session.close();
  }
});

test.skipIf(!python)('what Python says of a failure is in the error', async () => {
  const session = openPyTorch(python as string, 1);
  await session.call('open', 'pytorch', tiny);
  await expect(session.call('round', 0)).rejects.toThrow(/PyTorch ended: Traceback/);
  await session.close();
});
