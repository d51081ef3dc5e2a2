/** What a step does to each layer, by a backward pass of its own: the recorded step keeps no gradients. */
import * as tf from '@tensorflow/tfjs';
import type { Batch } from '../data/batches';
import type { LayerStep } from '../engine/engine';
import { loss } from '../model/forward';
import type { Model } from '../model/model';

/**
 * Measures a step.
 * @param run takes the step on the batch
 * @returns by layer, read back once the device is there
 */
export async function measuredStep(model: Model, batch: Batch, run: () => void): Promise<LayerStep[]> {
  const before = copies(model);
  const gradients = tf.tidy(() => squaresByLayer(model, gradientsOf(model, batch)));
  run();
  const sums = tf.tidy(() => {
    const changes = new Map(
      [...model.params].map(([name, now]) => [name, tf.sub(now, before.get(name) as tf.Tensor)]),
    );
    return tf.stack([gradients, squaresByLayer(model, changes), squaresByLayer(model, before)]);
  });
  tf.dispose([gradients, ...before.values()]);
  const norms = (await sums.data()).map(Math.sqrt);
  sums.dispose();
  const layers = model.config.layers.length;
  return model.config.layers.map((_, l) => ({
    gradNorm: norms[l] as number,
    update: norms[layers + l] as number,
    weights: norms[2 * layers + l] as number,
  }));
}

/** Numbers that the step does not write over. */
const copies = ({ params }: Model): Map<string, tf.Tensor> =>
  new Map([...params].map(([name, values]) => [name, tf.tidy(() => tf.mul(values, 1))]));

function gradientsOf(model: Model, { inputs, targets, rows }: Batch): Map<string, tf.Tensor> {
  const variables = [...model.params.values()];
  const shape: [number, number] = [rows, inputs.length / rows];
  const [tokens, due] = [tf.tensor2d(inputs, shape, 'int32'), tf.tensor2d(targets, shape, 'int32')];
  const { grads } = tf.variableGrads(() => loss(model, tokens, due), variables);
  return new Map([...model.params].map(([name, variable]) => [name, grads[variable.name] as tf.Tensor]));
}

/** (layers) */
function squaresByLayer({ config }: Model, values: ReadonlyMap<string, tf.Tensor>): tf.Tensor {
  const sums = config.layers.map((_, l) => {
    const own = [...values].filter(([name]) => name.startsWith(`layers.${l}.`));
    return own.map(([, value]) => tf.sum(tf.square(value))).reduce((a, b) => tf.add(a, b));
  });
  return tf.stack(sums);
}
