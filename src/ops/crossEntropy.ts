/** Mean cross-entropy from logits, in nats. */
import * as tf from '@tensorflow/tfjs';
import { fail } from './checks';

/**
 * −mean log softmax(logits)[target] over the targets that are not −1.
 * @param logits (..., V) @param targets int32 (...), −1 where no answer is due
 */
export function crossEntropy(logits: tf.Tensor, targets: tf.Tensor): tf.Scalar {
  const vocab = logits.shape[logits.rank - 1] as number;
  if (logits.shape.slice(0, -1).join() !== targets.shape.join())
    fail('crossEntropy', 'needs logits (..., V) and targets (...)', logits, targets);
  return tf.tidy(() => {
    const flat = tf.reshape(targets, [-1]) as tf.Tensor1D;
    // A target of −1 has no entry in the one-hot row, so it adds nothing to the sum.
    const chosen = tf.oneHot(flat, vocab) as tf.Tensor2D;
    const logProbabilities = tf.logSoftmax(tf.reshape(logits, [-1, vocab]));
    const counted = tf.maximum(tf.sum(tf.cast(tf.greaterEqual(flat, tf.scalar(0, 'int32')), 'float32')), 1);
    return tf.neg(tf.div(tf.sum(tf.mul(logProbabilities, chosen)), counted)) as tf.Scalar;
  });
}
