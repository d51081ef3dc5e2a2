/**
 * The three kernels of attention over a map that is never stored, each row's its own. A thread takes a block of queries (or,
 * for keys and values, of keys) and walks along the other side four at a time, so that each load serves the whole block.
 */

import { adapterKind } from '../../device/adapter';
import type { AttentionSizes } from '../heads';
import { type Mask, maskCode } from '../masks';
import { attentionCode, blockWorth, range, steps } from './attentionCode';

/** The keys of a block of scores, by their place in it: what a form's WGSL is unrolled over. */
export const keySteps = steps;

/** How the kernels turn scores into weights. */
export interface FlashForm {
  name: string;
  /** WGSL of a weight and of its slope in the score, from a score `s` and its row's statistic `stat`. */
  weight: (s: string, stat: string) => string;
  slope: (s: string, stat: string) => string;
  /**
   * WGSL that takes a block of scores s{q}_{k} into query q's running `total` and `largest`: declares the weights w{q}_{k}
   * and, where sums so far must shrink by it, keep{q}.
   * @param sees WGSL of whether the query sees key k
   */
  accumulate: (q: number, sees: (k: number) => string) => string;
  rescales: boolean;
  /** WGSL of the row's statistic, once all its scores were taken in. */
  statistic: (q: number) => string;
}

/** Queries, or keys, of a thread. */
function blockOf({ rows, heads, T, headDim }: AttentionSizes): number {
  // A GPU wants threads; a software adapter wants few loads, as far as its registers and its compiler go.
  if (adapterKind() === 'gpu') return 1;
  const entries = headDim % 4 === 0 ? headDim / 4 : headDim;
  const most = Math.max(1, Math.floor(32 / entries));
  return Math.min(most, blockWorth(rows * heads * T * T * headDim));
}

/** How a kernel shares its work among threads that each have a block of queries, or of keys. */
function planFor(sizes: AttentionSizes, mask: Mask, separate: boolean, side: 'queries' | 'keys') {
  const ofQueries = blockOf(sizes);
  // Keys have twice as much to hold as queries: k, v and a gradient of each.
  const block = side === 'queries' ? ofQueries : Math.ceil(ofQueries / 2);
  const code = attentionCode(sizes, separate);
  const masked = maskCode(mask);
  const blocks = Math.ceil(sizes.T / block);
  return {
    code,
    masked,
    block,
    threads: sizes.rows * (side === 'queries' ? sizes.heads : sizes.kvHeads) * blocks,
    kernel: {
      declarations: code.declarations,
      vec4: code.vec4,
      sizes: { ...code.sizes, ...masked.sizes, blocks },
    },
  };
}

/** Declares s{q}_{k}, the scores of a block of queries, loaded before, and four keys from j on. */
const scores = (code: ReturnType<typeof attentionCode>, queries: number[]) => `
  ${steps.map((k) => code.load(`k${k}`, 'projected', code.key('row', `min(j + ${k}, T - 1)`))).join('\n')}
  ${queries.map((q) => steps.map((k) => `let s${q}_${k} = scale * (${code.dot(`q${q}`, `k${k}`)});`).join(' ')).join('\n')}`;

/** Declares v{k}_…, four values from j on. */
const values = (code: ReturnType<typeof attentionCode>) =>
  steps
    .map((k) => code.load(`v${k}`, code.valueBuffer, code.value('row', `min(j + ${k}, T - 1)`)))
    .join('\n');

/** The mixed values of a block of queries, and each one's statistic. */
export function flashForward(form: FlashForm, sizes: AttentionSizes, mask: Mask, separate: boolean) {
  const { code, masked, block, threads, kernel } = planFor(sizes, mask, separate, 'queries');
  const queries = range(block);
  return {
    ...kernel,
    threads,
    body: `
      let start = (i % blocks) * ${block};
      let h = (i / blocks) % heads;
      let row = i / blocks / heads;
      ${queries.map((q) => code.load(`q${q}`, 'projected', code.query('row', `min(start + ${q}, T - 1)`))).join('\n')}
      ${queries.map((q) => `var largest${q} = -3.0e38; var total${q} = 0.0; ${code.zero(`o${q}`)}`).join('\n')}
      for (var j = ${masked.firstKey('start')}; j < min(start + ${block}, T); j += 4) {
        ${scores(code, queries)}
        ${queries.map((q) => form.accumulate(q, (k) => masked.sees(`start + ${q}`, `j + ${k}`))).join('\n')}
        ${form.rescales ? queries.map((q) => code.entries.map((c) => `o${q}_${c} *= keep${q};`).join(' ')).join('\n') : ''}
        ${values(code)}
        ${queries
          .map((q) =>
            code.add(
              `o${q}`,
              steps.map((k) => [`w${q}_${k}`, `v${k}`] as const),
            ),
          )
          .join('\n')}
      }
      ${queries
        .map(
          (q) => `if (start + ${q} < T) {
            ${code.store(`o${q}`, 'out', code.mixed('row', `start + ${q}`), ` / total${q}`)}
            stats[${code.perQuery('row', `start + ${q}`)}] = ${form.statistic(q)};
          }`,
        )
        .join('\n')}`,
  };
}

/** dq of a block of queries, and dy·out of each, which the keys' pass needs. */
export function queryBackward(form: FlashForm, sizes: AttentionSizes, mask: Mask, separate: boolean) {
  const { code, masked, block, threads, kernel } = planFor(sizes, mask, separate, 'queries');
  const queries = range(block);
  const at = (q: number) => `min(start + ${q}, T - 1)`;
  return {
    ...kernel,
    threads,
    body: `
      let start = (i % blocks) * ${block};
      let h = (i / blocks) % heads;
      let row = i / blocks / heads;
      ${queries
        .map(
          (q) => `
          ${code.load(`q${q}`, 'projected', code.query('row', at(q)))}
          let stat${q} = stats[${code.perQuery('row', at(q))}];
          ${code.zero(`dq${q}`)}
          ${code.load(`y${q}`, 'dy', code.mixed('row', at(q)))}
          var inner${q} = 0.0;
          { ${code.load('o', 'out', code.mixed('row', at(q)))} inner${q} = ${code.dot(`y${q}`, 'o')}; }
          if (start + ${q} < T) { inner[${code.perQuery('row', at(q))}] = inner${q}; }`,
        )
        .join('\n')}
      for (var j = ${masked.firstKey('start')}; j < min(start + ${block}, T); j += 4) {
        ${scores(code, queries)}
        ${values(code)}
        ${queries
          .map((q) =>
            steps
              .map(
                (k) => `
                let g${q}_${k} = ${code.dot(`y${q}`, `v${k}`)} - inner${q};
                let d${q}_${k} = select(0.0, g${q}_${k} * scale * ${form.slope(`s${q}_${k}`, `stat${q}`)}, ${masked.sees(`start + ${q}`, `j + ${k}`)});`,
              )
              .join(' '),
          )
          .join('\n')}
        ${queries
          .map((q) =>
            code.add(
              `dq${q}`,
              steps.map((k) => [`d${q}_${k}`, `k${k}`] as const),
            ),
          )
          .join('\n')}
      }
      ${queries
        .map(
          (q) =>
            `if (start + ${q} < T) { ${code.store(`dq${q}`, 'dProjected', code.query('row', `start + ${q}`))} }`,
        )
        .join('\n')}`,
  };
}

/** dk and dv of a block of keys, over all later queries and all heads of their group. */
export function keyBackward(form: FlashForm, sizes: AttentionSizes, mask: Mask, separate: boolean) {
  const { code, masked, block, threads, kernel } = planFor(sizes, mask, separate, 'keys');
  const keys = range(block);
  const at = (k: number) => `min(start + ${k}, T - 1)`;
  const pairs = (visit: (q: number, k: number) => string) =>
    keys.map((k) => steps.map((q) => visit(q, k)).join(' ')).join('\n');
  const valid = (q: number, k: number) => `t + ${q} < T && ${masked.sees(`t + ${q}`, `start + ${k}`)}`;
  return {
    ...kernel,
    threads,
    body: `
      let start = (i % blocks) * ${block};
      let kvHead = (i / blocks) % kvHeads;
      let row = i / blocks / kvHeads;
      ${keys
        .map(
          (k) => `
          ${code.load(`k${k}`, 'projected', code.key('row', at(k), 'kvHead'))} ${code.zero(`dk${k}`)}
          ${code.load(`v${k}`, code.valueBuffer, code.value('row', at(k), 'kvHead'))} ${code.zero(`dv${k}`)}`,
        )
        .join('\n')}
      for (var h = kvHead * group; h < (kvHead + 1) * group; h++) {
        for (var t = start; t < ${masked.endOfQueries(`start + ${block - 1}`)}; t += 4) {
          ${steps
            .map(
              (q) => `
              let t${q} = min(t + ${q}, T - 1);
              ${code.load(`q${q}`, 'projected', code.query('row', `t${q}`))}
              ${code.load(`y${q}`, 'dy', code.mixed('row', `t${q}`))}
              let stat${q} = stats[${code.perQuery('row', `t${q}`)}];
              let inner${q} = inner[${code.perQuery('row', `t${q}`)}];`,
            )
            .join('\n')}
          ${pairs(
            (q, k) => `
              let s${q}_${k} = scale * (${code.dot(`q${q}`, `k${k}`)});
              let w${q}_${k} = select(0.0, ${form.weight(`s${q}_${k}`, `stat${q}`)}, ${valid(q, k)});
              let g${q}_${k} = ${code.dot(`y${q}`, `v${k}`)} - inner${q};
              let d${q}_${k} = select(0.0, g${q}_${k} * scale * ${form.slope(`s${q}_${k}`, `stat${q}`)}, ${valid(q, k)});`,
          )}
          ${keys
            .map(
              (k) => `
              ${code.add(
                `dv${k}`,
                steps.map((q) => [`w${q}_${k}`, `y${q}`] as const),
              )}
              ${code.add(
                `dk${k}`,
                steps.map((q) => [`d${q}_${k}`, `q${q}`] as const),
              )}`,
            )
            .join('\n')}
        }
      }
      ${keys
        .map(
          (k) => `if (start + ${k} < T) {
            ${code.store(`dk${k}`, 'dProjected', code.key('row', `start + ${k}`, 'kvHead'))}
            ${code.store(`dv${k}`, code.valueGradient, code.value('row', `start + ${k}`, 'kvHead'))}
          }`,
        )
        .join('\n')}`,
  };
}
