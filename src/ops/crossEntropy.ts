/** Mean cross-entropy from logits, in nats. */
import * as tf from '@tensorflow/tfjs';
import { kernelsRun } from '../device/adapter';
import { differentiable, rowKernel, runForResult, runKernel } from '../device/kernel';
import { fail } from './checks';

/**
 * Returns −mean log softmax(logits)[target], in nats, over the targets that are not −1; 0 where all are.
 * @param logits (..., V) @param targets int32 (...), −1 where no answer is due
 * @throws Error where the shapes do not fit each other
 */
export function crossEntropy(logits: tf.Tensor, targets: tf.Tensor): tf.Scalar {
  const vocab = logits.shape[logits.rank - 1] as number;
  if (logits.shape.slice(0, -1).join() !== targets.shape.join())
    fail('crossEntropy', 'needs logits (..., V) and targets (...)', logits, targets);
  if (kernelsRun()) return tf.tidy(() => fusedCrossEntropy(logits, targets, vocab));
  return tf.tidy(() => {
    const flat = tf.reshape(targets, [-1]) as tf.Tensor1D;
    // A target of −1 has no entry in the one-hot row, so it adds nothing to the sum.
    const chosen = tf.oneHot(flat, vocab) as tf.Tensor2D;
    const logProbabilities = tf.logSoftmax(tf.reshape(logits, [-1, vocab]));
    const counted = tf.maximum(tf.sum(tf.cast(tf.greaterEqual(flat, tf.scalar(0, 'int32')), 'float32')), 1);
    return tf.neg(tf.div(tf.sum(tf.mul(logProbabilities, chosen)), counted)) as tf.Scalar;
  });
}

/**
 * Returns the sum of −log softmax(logits)[target] of each row (B), in nats, over its targets that are not −1.
 * @param logits (B, T, V) @param targets int32 (B, T), −1 where no answer is due
 */
export function rowLosses(logits: tf.Tensor, targets: tf.Tensor2D): tf.Tensor1D {
  const vocab = logits.shape[logits.rank - 1] as number;
  return tf.tidy(() => {
    const losses = kernelsRun()
      ? fusedLosses(logits, targets, vocab)
      : tf.neg(tf.sum(tf.mul(tf.logSoftmax(logits), tf.oneHot(targets, vocab)), -1));
    return tf.sum(tf.reshape(losses, targets.shape), 1) as tf.Tensor1D;
  });
}

/** The loss of each target, 0 where none is due. */
function fusedLosses(logits: tf.Tensor, targets: tf.Tensor, vocab: number): tf.Tensor {
  const sizes = { V: vocab, rows: targets.size };
  const inputs = { logits, logSums: logSumExp(logits, targets.size, vocab), targets };
  const body = `
    let answer = targets[i];
    result[i] = select(0.0, logSums[i] - logits[i * V + max(answer, 0)], answer >= 0);`;
  return runForResult({ name: 'eachLoss', inputs, threads: targets.size, sizes, body }, targets.shape);
}

/** log Σ exp of each row of logits (rows, V). */
function logSumExp(logits: tf.Tensor, rows: number, vocab: number): tf.Tensor {
  return runForResult(
    rowKernel({
      name: 'logSumExp',
      inputs: { logits },
      rows,
      sizes: { V: vocab, rows },
      body: `
        var largest = -3.0e38;
        for (var c = lane; c < V; c += lanes) { largest = max(largest, logits[row * V + c]); }
        largest = rowMax(largest);
        var sum = 0.0;
        for (var c = lane; c < V; c += lanes) { sum += exp(logits[row * V + c] - largest); }
        sum = rowSum(sum);
        if (lane == 0) { result[row] = largest + log(sum); }`,
    }),
    [rows],
  );
}

function fusedCrossEntropy(logits: tf.Tensor, targets: tf.Tensor, vocab: number): tf.Scalar {
  const rows = targets.size;
  const sizes = { V: vocab, rows };
  return differentiable(
    [logits],
    () => {
      const logSums = logSumExp(logits, rows, vocab);
      const { value, weight } = runKernel(
        rowKernel({
          name: 'meanLoss',
          inputs: { logits, logSums, targets },
          outputs: { value: [], weight: [] },
          rows: 1,
          sizes,
          body: `
            var sum = 0.0;
            var count = 0.0;
            for (var r = lane; r < rows; r += lanes) {
              let answer = targets[r];
              if (answer >= 0) { sum += logSums[r] - logits[r * V + answer]; count += 1.0; }
            }
            sum = rowSum(sum);
            count = max(rowSum(count), 1.0);
            if (lane == 0) { value[0] = sum / count; weight[0] = 1.0 / count; }`,
        }),
      );
      return { value: value as tf.Scalar, save: [logits, logSums, targets, weight] };
    },
    (dy, saved) => {
      const [logits, logSums, targets, weight] = saved as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
      const body = `
        let answer = targets[i / V];
        let p = exp(logits[i] - logSums[i / V]);
        let due = select(0.0, 1.0, answer == i % V);
        result[i] = select(0.0, (p - due) * weight[0] * dy[0], answer >= 0);`;
      const inputs = { logits, logSums, targets, weight, dy };
      return [
        runForResult({ name: 'crossEntropyBack', inputs, threads: logits.size, sizes, body }, logits.shape),
      ];
    },
  );
}
