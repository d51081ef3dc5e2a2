/**
 * Sums along the one map for all rows, each of which serves twice. Threads take groups of four queries or keys.
 * Neighbours differ in entry, row and head before they differ in position: they read the same weights, and walk equally
 * far along the triangle (a software adapter runs four in step).
 */
import type { AttentionSizes } from '../heads';
import { range, steps } from './attentionCode';
import { blocking, common, workgroup } from './sharedMapLayout';

/**
 * What a sum along the map reads and writes: values of every row and what becomes of them, or, where the map is the
 * gradient on the scores, keys and queries of the one row behind it.
 */
type Summed = 'values' | 'scores';

/** How threads share the entries of `rows` rows, and each one's place among them. */
function sumPlan(sizes: AttentionSizes, of: Summed, heads: 'heads' | 'kvHeads') {
  const { code, kernel } = common(sizes);
  const rows = of === 'values' ? sizes.rows : 1;
  const { groups, entries, parts } = blocking(rows, sizes);
  const block = 4 * groups;
  const threads = parts * rows * sizes[heads] * Math.ceil(sizes.T / block);
  return {
    code,
    block,
    groups: range(groups),
    positions: range(block),
    channels: range(entries),
    kernel: { ...kernel, sizes: { ...kernel.sizes, rows }, threads, workgroup: workgroup(threads) },
    /** Declares the first entry, the row, the head and the first position of a thread. */
    place: (head: string) => `
      let first = i % ${parts} * ${entries};
      let row = i / ${parts} % rows;
      let ${head} = i / ${parts} / rows % ${heads};
      let start = i / ${parts} / rows / ${heads} * ${block};`,
  };
}

/** Four weights from index `at`, or zeros where `inRow` is false, as the row is shorter. */
const weights = (at: string, inRow?: string) =>
  inRow ? `select(vec4<f32>(), map[${at}], ${inRow})` : `map[${at}]`;

/** Makes the kernel of a sum for each query: Σ_j map_ij v_j, the mixed values; or Σ_j map_ij k_j, which is dq. */
export function sumOverKeys(sizes: AttentionSizes, of: Summed) {
  const { code, block, groups, positions, channels, kernel, place } = sumPlan(sizes, of, 'heads');
  const [from, fromAt] = of === 'values' ? ['values', code.value] : ['projected', code.key];
  const [to, toAt] = of === 'values' ? ['out', code.mixed] : ['dProjected', code.query];
  const lastGroup = groups.length - 1;
  return {
    ...kernel,
    body: `
      ${place('h')}
      ${positions.map((q) => `let at${q} = h * perHead + rowStart(min(start + ${q}, T - 1));`).join(' ')}
      ${positions.map((q) => channels.map((c) => `var sum${q}_${c} = Entry();`).join(' ')).join('\n')}
      let last = min(start + ${block - 1}, T - 1) / 4;
      for (var g = 0; g <= last; g++) {
        ${steps
          .map(
            (k) => `
            let x${k} = ${fromAt('row', `min(4 * g + ${k}, T - 1)`)} + first;
            ${channels.map((c) => `let x${k}_${c} = ${from}[x${k} + ${c}];`).join(' ')}`,
          )
          .join('\n')}
        ${positions
          .map(
            (q) => `{
              let w = ${weights(`at${q} + g`, q >> 2 < lastGroup ? `g <= start / 4 + ${q >> 2}` : undefined)};
              ${channels.map((c) => `sum${q}_${c} += ${steps.map((k) => `w[${k}] * x${k}_${c}`).join(' + ')};`).join(' ')}
            }`,
          )
          .join('\n')}
      }
      ${positions
        .map(
          (q) => `if (start + ${q} < T) {
            let to = ${toAt('row', `(start + ${q})`)} + first;
            ${channels.map((c) => `${to}[to + ${c}] = sum${q}_${c};`).join(' ')}
          }`,
        )
        .join('\n')}`,
  };
}

/**
 * Makes the kernel of a sum for each key, over i ≥ j and the heads that share it: Σ map_ij dy_i, which is dv; or Σ map_ij
 * q_i, dk.
 */
export function sumOverQueries(sizes: AttentionSizes, of: Summed) {
  const { code, groups, positions, channels, kernel, place } = sumPlan(sizes, of, 'kvHeads');
  const [from, fromAt] = of === 'values' ? ['dy', code.mixed] : ['projected', code.query];
  const [to, toAt] = of === 'values' ? ['dValues', code.value] : ['dProjected', code.key];
  return {
    ...kernel,
    body: `
      ${place('kvHead')}
      ${positions.map((k) => channels.map((c) => `var sum${k}_${c} = Entry();`).join(' ')).join('\n')}
      for (var h = kvHead * group; h < (kvHead + 1) * group; h++) {
        for (var t = start; t < T; t++) {
          let at = h * perHead + rowStart(t) + start / 4;
          let x = ${fromAt('row', 't')} + first;
          ${channels.map((c) => `let x${c} = ${from}[x + ${c}];`).join(' ')}
          ${groups
            .map(
              (m) => `{
                let w = ${weights(`at + ${m}`, m > 0 ? `start / 4 + ${m} <= t / 4` : undefined)};
                ${steps.map((k) => channels.map((c) => `sum${4 * m + k}_${c} += w[${k}] * x${c};`).join(' ')).join('\n')}
              }`,
            )
            .join('\n')}
        }
      }
      ${positions
        .map(
          (k) => `if (start + ${k} < T) {
            let to = ${toAt('row', `start + ${k}`, 'kvHead')} + first;
            ${channels.map((c) => `${to}[to + ${c}] = sum${k}_${c};`).join(' ')}
          }`,
        )
        .join('\n')}`,
  };
}
