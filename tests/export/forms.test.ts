// Every form × mask: the weights that model.py computes in PyTorch are those of the lab's map.

import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { attentionMap } from '../../src/attention/composedAttention';
import { variantIds } from '../../src/attention/variants';
import { Random } from '../../src/data/random';
import { jsonFile, textFile } from '../../src/export/exportedFile';
import { modelScript } from '../../src/export/pytorchModel';
import { forms, masks } from '../support/mixings';
import { stack } from '../support/stack';
import { newFolder, python, runPython, writeFolder } from './python';

const [rows, heads, T, headDim] = [2, 3, 19, 6];

test.skipIf(!python)('weights of every form and mask in PyTorch', async () => {
  await tf.setBackend('cpu');
  const random = new Random(3);
  const folder = newFolder();
  writeFolder(folder, [textFile('model.py', modelScript(stack(...variantIds)))]);
  const cases = forms.flatMap(({ id }) => masks.map(({ mask }) => ({ form: id, mask })));
  for (const [n, { form, mask }] of cases.entries()) {
    const projected = tf.tensor4d(
      Float32Array.from({ length: rows * 3 * heads * T * headDim }, () => random.normal()),
      [rows, 3 * heads, T, headDim],
    );
    const { map } = attentionMap(form, { heads, kvHeads: heads, projected }, mask);
    const [q, k] = tf.split(projected, 3, 1) as [tf.Tensor4D, tf.Tensor4D];
    const sees = Number.isFinite(mask.width) ? mask.width : null;
    writeFolder(folder, [
      jsonFile(`case-${String(n).padStart(2, '0')}.json`, {
        form,
        sees,
        q: await q.array(),
        k: await k.array(),
        map: await map.array(),
      }),
    ]);
  }
  const script = fileURLToPath(new URL('forms.py', import.meta.url));
  const printed = await runPython([script, folder], folder);
  rmSync(folder, { recursive: true });
  const off = printed
    .trim()
    .split('\n')
    .map((line) => Number(line.split(' ')[1]));
  expect(off).toHaveLength(cases.length);
  expect(Math.max(...off)).toBeLessThan(1e-5);
});
