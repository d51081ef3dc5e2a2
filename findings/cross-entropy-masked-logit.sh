#!/bin/sh
# A logit of minus infinity, which bars a token, makes the loss NaN though another token is the answer.
set -eu
cat <<'END'
Package:  @tensorflow/tfjs 4.22.0, CPU backend
Expected: tf.losses.softmaxCrossEntropy([[1, 0]], [[0, -Infinity]]) is 0: all probability is on the answer, and the barred
          token has no weight in the sum. torch.nn.functional.cross_entropy gives 0. (The guess noted before running it: 0.)
Seen:     NaN. Labels are multiplied with log-probabilities, and 0 times minus infinity is NaN. A mask that is meant to
          train must be a large negative number: with -1e9 the loss is 0.
END
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @tensorflow/tfjs@4.22.0
cat > finding.cjs <<'END'
const tf = require('@tensorflow/tfjs');
tf.setBackend('cpu');
const loss = (barred) =>
  tf.losses.softmaxCrossEntropy(tf.tensor2d([[1, 0]]), tf.tensor2d([[0, barred]])).dataSync()[0];
const [infinite, finite] = [loss(-Infinity), loss(-1e9)];
console.log(`barred by -Infinity: ${infinite}; by -1e9: ${Math.abs(finite)}`);
const asTold = Number.isNaN(infinite) && finite === 0;
console.log(asTold ? 'As told.' : 'CHANGED.');
process.exit(asTold ? 0 : 1);
END
node finding.cjs 2>/dev/null
