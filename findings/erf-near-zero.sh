#!/bin/sh
# erf has nine decimals and no more, so of a small argument it has no correct digit.
set -eu
cat <<'END'
Package:  @tensorflow/tfjs 4.22.0, CPU backend
Expected: tf.erf is right to float32's seven digits; near zero erf(x) = 2x/sqrt(pi), so that erf(1e-10) is 1.13e-10.
          (The guess noted before running it: 1.13e-10.)
Seen:     1.1e-9, ten times that. A polynomial with a fixed absolute error is evaluated as 1 minus something near 1, which
          leaves 1e-9 beside zero. erf jumps there: erf(0) is 0, and erf(1e-12) is 887 times what it should be.
END
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @tensorflow/tfjs@4.22.0
cat > finding.cjs <<'END'
const tf = require('@tensorflow/tfjs');
tf.setBackend('cpu');
const arguments_ = [0, 1e-12, 1e-10, 1e-3];
const values = [...tf.erf(tf.tensor1d(arguments_)).dataSync()];
const ratios = arguments_.map((x, i) => (x === 0 ? values[i] : values[i] / ((2 * x) / Math.sqrt(Math.PI))));
arguments_.forEach((x, i) => {
  console.log(`erf(${x}) = ${values[i].toExponential(3)}${x === 0 ? '' : `, ${ratios[i].toPrecision(4)} times 2x/sqrt(pi)`}`);
});
const asTold = values[0] === 0 && ratios[1] > 100 && ratios[2] > 5 && Math.abs(ratios[3] - 1) < 1e-3;
console.log(asTold ? 'As told.' : 'CHANGED.');
process.exit(asTold ? 0 : 1);
END
node finding.cjs 2>/dev/null
