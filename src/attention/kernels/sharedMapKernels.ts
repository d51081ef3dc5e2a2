/** The kernels of attention over one stored map for all rows: the map itself, and the backward passes. */

import { rowKernel } from '../../device/kernel';
import type { AttentionSizes } from '../heads';
import { range, steps } from './attentionCode';
import { blocking, common, workgroup } from './sharedMapLayout';
import { sumOverKeys, sumOverQueries } from './sharedMapSums';

/**
 * Makes the kernel of the map, softmax(q kᵀ / √dh) over j ≤ i.
 * @param delta whether to compute dy·out of each query too, summed over rows: (h, T)
 */
export function mapWeights(sizes: AttentionSizes, { delta }: { delta: boolean }) {
  const { code, kernel } = common(sizes);
  const deltaSum = `
    var along = 0.0;
    for (var n = lane; n < rows * D; n += lanes) {
      let at = ${code.mixed('n / D', 't')} + n % D;
      along += inner_(dy[at], out[at]);
    }
    let ofRow = rowSum(along);
    if (lane == 0) { delta[row] = ofRow; }`;
  return rowKernel({
    ...kernel,
    rows: sizes.heads * sizes.T,
    body: `
      let t = row % T;
      let h = row / T;
      let groups = t / 4 + 1;
      let start = h * perHead + rowStart(t);
      let query = ${code.query('0', 't')};
      var largest = -3.0e38;
      for (var g = lane; g < groups; g += lanes) {
        ${steps.map((k) => `let key${k} = ${code.key('0', `min(4 * g + ${k}, T - 1)`)};`).join(' ')}
        var products = vec4<f32>();
        for (var c = 0; c < D; c++) {
          let q = projected[query + c];
          products += vec4<f32>(${steps.map((k) => `inner_(q, projected[key${k} + c])`).join(', ')});
        }
        let seen = 4 * g + vec4<i32>(0, 1, 2, 3) <= vec4<i32>(t);
        let s = select(vec4<f32>(-3.0e38), scale * products, seen);
        map[start + g] = s;
        largest = max(largest, max(max(s.x, s.y), max(s.z, s.w)));
      }
      largest = rowMax(largest);
      var total = 0.0;
      for (var g = lane; g < groups; g += lanes) {
        let w = exp(map[start + g] - largest);
        map[start + g] = w;
        total += w.x + w.y + w.z + w.w;
      }
      total = rowSum(total);
      for (var g = lane; g < groups; g += lanes) { map[start + g] /= total; }
      ${delta ? deltaSum : ''}`,
  });
}

/** Makes the kernel of the gradients on the scores and on the values, which do not depend on each other. */
export const backThroughMix = (sizes: AttentionSizes) =>
  together(scoresGradient(sizes), sumOverQueries(sizes, 'values'));

/** Makes the kernel of the gradients on queries and keys, from that on the scores. */
export const backToQueriesAndKeys = (sizes: AttentionSizes) =>
  together(sumOverKeys(sizes, 'scores'), sumOverQueries(sizes, 'scores'));

interface Part {
  declarations: string;
  vec4: string[];
  sizes: Record<string, number>;
  threads: number;
  workgroup: number;
  body: string;
}

/** Two kernels as one dispatch: a GPU runs them at the same time, where two dispatches would wait for each other. */
function together(one: Part, other: Part): Part {
  const firstGroups = Math.ceil(one.threads / one.workgroup);
  return {
    ...one,
    sizes: { ...one.sizes, ofOne: one.threads, others: firstGroups * one.workgroup },
    threads: firstGroups * one.workgroup + other.threads,
    body: `
      if (i < others) {
        if (i >= ofOne) { return; }
        ${one.body}
      } else {
        let i = i - others;
        ${other.body}
      }`,
  };
}

/** scale · map · (Σ_r dy·v − delta), the gradient on the scores. */
function scoresGradient(sizes: AttentionSizes) {
  const { code, kernel } = common(sizes);
  const groups = Math.min(blocking(sizes.rows, sizes).groups, 2);
  const block = 4 * groups;
  const blocks = Math.ceil(sizes.T / block);
  const queries = range(block);
  const keyGroups = range(groups);
  const threads = sizes.heads * blocks * blocks;
  return {
    ...kernel,
    sizes: { ...kernel.sizes, blocks },
    threads,
    workgroup: workgroup(threads),
    body: `
      let h = i % heads;
      let firstGroup = (i / heads) % blocks * ${groups};
      let start = i / heads / blocks * ${block};
      if (4 * firstGroup > start + ${block - 1}) { return; }
      ${queries.map((q) => `let t${q} = min(start + ${q}, T - 1); ${keyGroups.map((m) => `var g${q}_${m} = vec4<f32>();`).join(' ')}`).join('\n')}
      for (var row = 0; row < rows; row++) {
        ${queries.map((q) => `let y_at${q} = ${code.mixed('row', `t${q}`)};`).join(' ')}
        ${range(block)
          .map((k) => `let v_at${k} = ${code.value('row', `min(4 * firstGroup + ${k}, T - 1)`)};`)
          .join(' ')}
        for (var c = 0; c < D; c++) {
          ${range(block)
            .map((k) => `let v${k} = values[v_at${k} + c];`)
            .join(' ')}
          ${queries
            .map(
              (q) => `
              let y${q} = dy[y_at${q} + c];
              ${keyGroups.map((m) => `g${q}_${m} += vec4<f32>(${steps.map((k) => `inner_(y${q}, v${4 * m + k})`).join(', ')});`).join(' ')}`,
            )
            .join('\n')}
        }
      }
      ${queries
        .map(
          (q) => `if (start + ${q} < T) {
            let at = h * perHead + rowStart(t${q}) + firstGroup;
            let ofQuery = delta[h * T + t${q}];
            ${keyGroups.map((m) => `if (firstGroup + ${m} <= t${q} / 4) { dScores[at + ${m}] = scale * map[at + ${m}] * (g${q}_${m} - ofQuery); }`).join(' ')}
          }`,
        )
        .join('\n')}`,
  };
}
