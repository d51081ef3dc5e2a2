/** Mean cross-entropy from logits, in nats. */
import * as tf from '@tensorflow/tfjs';
import { fail } from './checks';
import { differentiable, kernelsRun, runKernel } from './webgpu/kernel';

/**
 * −mean log softmax(logits)[target] over the targets that are not −1.
 * @param logits (..., V) @param targets int32 (...), −1 where no answer is due
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

function fusedCrossEntropy(logits: tf.Tensor, targets: tf.Tensor, vocab: number): tf.Scalar {
  const rows = targets.size;
  return differentiable(
    [logits],
    () => {
      const logSums = runKernel(
        { name: 'logSumExp', inputs: { logits }, threads: rows, body: logSumExpOfRow(vocab) },
        [rows],
      );
      const body = `
        var sum = 0.0;
        var count = 0.0;
        for (var r = 0; r < ${rows}; r++) {
          let target_ = targets[r];
          if (target_ >= 0) { sum += logSums[r] - logits[r * ${vocab} + target_]; count += 1.0; }
        }
        count = max(count, 1.0);
        result[0] = sum / count;
        result[1] = 1.0 / count;`;
      const mean = runKernel(
        { name: 'meanLoss', inputs: { logits, logSums, targets }, threads: 1, body },
        [2],
      );
      const value = tf.reshape(tf.slice(mean, 0, 1), []) as tf.Scalar;
      return { value, save: [logits, logSums, targets, mean] };
    },
    (dy, saved) => {
      const [logits, logSums, targets, mean] = saved as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
      const body = `
        let target_ = targets[i / ${vocab}];
        let p = exp(logits[i] - logSums[i / ${vocab}]);
        let answer = select(0.0, 1.0, target_ == i % ${vocab});
        result[i] = select(0.0, (p - answer) * mean[1] * dy[0], target_ >= 0);`;
      const inputs = { logits, logSums, targets, mean, dy };
      return [runKernel({ name: 'lossBack', inputs, threads: logits.size, body }, logits.shape)];
    },
  );
}

const logSumExpOfRow = (vocab: number) => `
  var largest = logits[i * ${vocab}];
  for (var c = 1; c < ${vocab}; c++) { largest = max(largest, logits[i * ${vocab} + c]); }
  var sum = 0.0;
  for (var c = 0; c < ${vocab}; c++) { sum += exp(logits[i * ${vocab} + c] - largest); }
  result[i] = largest + log(sum);`;
