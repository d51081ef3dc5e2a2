#!/bin/sh
# The gradient of a maximum is given whole to every entry that reaches it, so at a tie it is multiplied.
set -eu
cat <<'END'
Package:  @tensorflow/tfjs 4.22.0, CPU backend
Expected: the gradient of tf.max([2, 2, 1]) adds up to 1, as in TensorFlow's reduce_max and torch.amax, which share it
          among those that tie: [0.5, 0.5, 0]. (The guess noted before running it: the same.)
Seen:     [1, 1, 0]. With n entries at the maximum the gradient adds up to n, as after a ReLU or in a batch of equal scores.
END
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @tensorflow/tfjs@4.22.0
cat > finding.cjs <<'END'
const tf = require('@tensorflow/tfjs');
tf.setBackend('cpu');
const gradient = (values) => [...tf.grad((x) => tf.max(x))(tf.tensor1d(values)).dataSync()];
const [two, five] = [gradient([2, 2, 1]), gradient([0, 0, 0, 0, 0])];
console.log(`of [2, 2, 1]: [${two.join(', ')}]; of five zeros: [${five.join(', ')}]`);
const asTold = String(two) === '1,1,0' && String(five) === '1,1,1,1,1';
console.log(asTold ? 'As told.' : 'CHANGED.');
process.exit(asTold ? 0 : 1);
END
node finding.cjs 2>/dev/null
