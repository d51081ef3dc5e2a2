// The same link, the same seed, the same adapter: the same curves, in another worker on another device.

import * as Comlink from 'comlink';
import { expect, it } from 'vitest';
import { decodeLink, encodeLink } from '../../src/document/link/link';
import { sharedText } from '../../src/document/link/textSection';
import { defaultView } from '../../src/document/view';
import { defaultExperiment } from '../../src/experiment/defaults';
import type { OwnText, RunEvent } from '../../src/runtime/protocol';
import { onWebGPU } from '../support/engine';
import { connect, sharedLab } from '../support/labWorker';
import { stack } from '../support/stack';

const first = defaultExperiment();
const link = encodeLink({
  experiment: {
    ...first,
    corpus: 'ownText',
    batch: 2,
    steps: 6,
    evalInterval: 3,
    evalWindows: 2,
    model: { ...first.model, dModel: 16, heads: 2, kvHeads: 1, ffn: 24, context: 16 },
    runs: [{ id: 'mine', name: 'Mine', layers: stack('standard', 'rndEmbQK', 'mlp') }],
  },
  view: defaultView,
  text: sharedText('sea.txt', 'the sea is wide and the sea is deep. '.repeat(40)),
  curves: null,
});

/** Every loss of every run, training and held-out, as the worker sends them. */
async function trained(lab: ReturnType<typeof sharedLab>): Promise<number[]> {
  const decoded = decodeLink(link);
  if (!decoded.ok) throw new Error(decoded.message);
  const { experiment, text } = decoded.shared;
  const losses: number[] = [];
  const finished = new Promise<void>((resolve, reject) => {
    const onEvent = Comlink.proxy((event: RunEvent) => {
      if (event.type === 'losses') losses.push(...event.points.map(({ loss }) => loss));
      if (event.type === 'validation') losses.push(event.point.loss);
      if (event.type === 'state' && event.state === 'finished') resolve();
      if (event.type === 'state' && event.state === 'failed') reject(new Error(event.message));
    });
    lab.training
      .load(experiment, text as OwnText, onEvent, onWebGPU)
      .then(() => lab.training.train(), reject);
  });
  await finished;
  return losses;
}

it('trains to the same losses, to the last bit, each time it is opened', async () => {
  const once = await trained(sharedLab());
  expect(once).toHaveLength(6 + 3);
  const { lab, terminate } = connect();
  expect(await trained(lab)).toEqual(once);
  terminate();
});
