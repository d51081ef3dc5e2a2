#!/bin/sh
# A seeded draw from several rows of logits draws the same numbers for every row.
set -eu
cat <<'END'
Package:  @tensorflow/tfjs 4.22.0, CPU backend
Expected: tf.multinomial(logits, 8, seed) on three equal rows draws each row by itself; a seed only makes the call repeatable.
          (The guess noted before running it: three different rows.)
Seen:     the generator starts anew at the seed for each row, so the three rows are one and the same. Texts sampled side by
          side with a seed are correlated, and identical where their logits are.
END
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @tensorflow/tfjs@4.22.0
cat > finding.cjs <<'END'
const tf = require('@tensorflow/tfjs');
tf.setBackend('cpu');
const rows = (seed) => tf.multinomial(tf.zeros([3, 4]), 8, seed).arraySync().map(String);
let allEqual = true;
for (const seed of [1, 42, 2026]) {
  const drawn = rows(seed);
  console.log(`seed ${seed}: ${drawn.join(' | ')}`);
  allEqual &&= new Set(drawn).size === 1;
}
console.log(allEqual ? 'As told: the rows of one draw are equal.' : 'CHANGED: rows differ.');
process.exit(allEqual ? 0 : 1);
END
node finding.cjs 2>/dev/null
