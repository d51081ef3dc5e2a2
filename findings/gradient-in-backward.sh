#!/bin/sh
# A gradient taken inside the backward pass of a custom gradient ends the outer one.
set -eu
cat <<'END'
Package:  @tensorflow/tfjs 4.22.0, CPU backend
Expected: the backward function of tf.customGrad may call tf.grad, as one does to compute a part again instead of keeping it
          (gradient checkpointing; in PyTorch torch.autograd.grad inside Function.backward does so). (The guess noted before
          running it: the same, as gradients nest in the forward pass.)
Seen:     the inner gradient clears the tape of the outer one, which then throws a TypeError while it cleans up. With the
          tape put back after the inner call the outer gradient is right.
END
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @tensorflow/tfjs@4.22.0
cat > finding.cjs <<'END'
const tf = require('@tensorflow/tfjs');
tf.setBackend('cpu');
const cube = (x) => tf.mul(x, tf.square(x));
const again = (inner) =>
  tf.customGrad((x, save) => {
    save([x]);
    return { value: cube(x), gradFunc: (dy, [saved]) => tf.mul(dy, inner(saved)) };
  });
const gradientOf = (inner) => tf.grad((x) => tf.sum(again(inner)(x)))(tf.tensor1d([1, 2])).dataSync();
let thrown = null;
try {
  gradientOf(tf.grad(cube));
} catch (error) {
  thrown = error.name;
}
const kept = gradientOf((x) => {
  const { state } = tf.engine();
  const outer = state.activeTape;
  const gradient = tf.grad(cube)(x);
  state.activeTape = outer;
  return gradient;
});
console.log(`plainly: ${thrown ?? 'no error'}; with the tape put back: [${[...kept].join(', ')}]`);
const asTold = thrown === 'TypeError' && String([...kept]) === '3,12';
console.log(asTold ? 'As told.' : 'CHANGED.');
process.exit(asTold ? 0 : 1);
END
node finding.cjs 2>/dev/null
