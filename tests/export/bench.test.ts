/** The bench's PyTorch trains what the lab trains: the same losses, step by step. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createProcessor } from '../../bench/contenders/processor';
import { openPyTorch } from '../../bench/pytorch';
import type { SingleStep } from '../../bench/session';
import type { Case } from '../../bench/sizes';
import { createTask } from '../../bench/task';
import { python } from './python';

const tiny: Pick<Case, 'size' | 'variant'> = { size: 'tiny', variant: 'standard' };

describe.skipIf(!python)('a session of PyTorch', () => {
  let session: ReturnType<typeof openPyTorch>;
  beforeAll(async () => {
    session = openPyTorch(python as string, 1);
    expect(await session.call('open', 'pytorch', tiny)).toMatch(/^PyTorch \d/);
  });
  afterAll(() => session.close());

  test('steps have the lab’s losses, in a round too', async () => {
    const lab = await createProcessor(createTask(tiny));
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
  });

  // The last one: Python ends by it.
  test('what Python says of a failure is in the error', async () => {
    await expect(session.call('round', 0)).rejects.toThrow(/PyTorch ended: Traceback/);
  });
});
