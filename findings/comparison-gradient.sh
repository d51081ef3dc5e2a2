#!/bin/sh
# A mask made by > ends the gradient of what it masks; the same mask made by >= does not.
set -eu
cat <<'END'
Package:  @tensorflow/tfjs 4.22.0, CPU backend
Expected: the gradient of sum(where(x > 0, x, 0.1 x)) at [-1, 2] is [0.1, 1]: a comparison passes no gradient on, and choosing is
          differentiable. PyTorch and TensorFlow give that, with > and with >= alike. (The guess noted before running it: [0.1, 1].)
Seen:     with >= it is [0.1, 1]; with >, with < and with != it is an error, "gradient function not found for Greater" (Less, NotEqual).
          A mask by one of those must be computed outside of the function whose gradient is taken.
END
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @tensorflow/tfjs@4.22.0
cat > finding.cjs <<'END'
const tf = require('@tensorflow/tfjs');
tf.setBackend('cpu');
const at = tf.tensor1d([-1, 2]);
const gradient = (mask, whenTrue, whenFalse) => {
  try {
    const of = tf.grad((x) => tf.sum(tf.where(mask(x), tf.mul(x, whenTrue), tf.mul(x, whenFalse))));
    return Array.from(of(at).dataSync(), (value) => value.toFixed(2)).join(' ');
  } catch (error) {
    return error.message;
  }
};
const found = {
  greaterEqual: gradient((x) => tf.greaterEqual(x, 0), 1, 0.1),
  greater: gradient((x) => tf.greater(x, 0), 1, 0.1),
  less: gradient((x) => tf.less(x, 0), 0.1, 1),
  notEqual: gradient((x) => tf.notEqual(x, -1), 1, 0.1),
};
for (const [name, told] of Object.entries(found)) console.log(`${name}: ${told}`);
const refused = ['greater', 'less', 'notEqual'].every((name) => /gradient function not found/.test(found[name]));
const asTold = found.greaterEqual === '0.10 1.00' && refused;
console.log(asTold ? 'As told.' : 'CHANGED.');
process.exit(asTold ? 0 : 1);
END
node finding.cjs 2>/dev/null
