/**
 * The three kernels of flash attention: forward, backward for the queries, backward for the keys and values. A thread
 * takes a block of queries (or, for keys and values, of keys) and walks along the other side four at a time, so that each
 * load serves the whole block.
 */

import { adapterKind } from '../../device/adapter';
import type { AttentionSizes } from '../heads';
import { type Mask, maskCode } from '../masks';
import { attentionCode, range, softwareBlock, steps } from './attentionCode';

/** The keys of a block of scores, by their place in it: what a form's WGSL is unrolled over. */
export const keySteps = steps;

/** How the kernels turn scores into weights. */
export interface FlashForm {
  name: string;
  /** WGSL of a weight and of its slope in the score, from a score `s` and its row's statistic `stat`. */
  weight: (s: string, stat: string) => string;
  slope: (s: string, stat: string) => string;
  /**
   * WGSL that takes a block of scores s{q}_{k} into query q's running `total` and `largest`: declares the weights
   * w{q}_{k} and, where sums so far must shrink by it, rescale{q}.
   * @param sees WGSL of whether the query sees key k
   */
  accumulate: (q: number, sees: (k: number) => string) => string;
  rescales: boolean;
  /** WGSL of the row's statistic, once all its scores were taken in. */
  statistic: (q: number) => string;
}

/** Returns how many queries a thread takes. */
function blockOf({ rows, heads, T, headDim }: AttentionSizes): number {
  // A GPU wants threads; a software adapter wants few loads, as far as its registers and its compiler go.
  if (adapterKind() === 'gpu') return 1;
  const entries = headDim % 4 === 0 ? headDim / 4 : headDim;
  const most = Math.max(1, Math.floor(32 / entries));
  return Math.min(most, softwareBlock(rows * heads * T * T * headDim));
}

/** How a kernel shares its work among threads that each have a block of queries, or of keys. */
function planFor(sizes: AttentionSizes, mask: Mask, separate: boolean, side: 'queries' | 'keys') {
  const ofQueries = blockOf(sizes);
  // Keys need twice the registers of queries: k, v and a gradient of each.
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

/** What the passes over a block of queries share: their plan, and the WGSL around what each of them computes. */
function queryPass(sizes: AttentionSizes, mask: Mask, separate: boolean) {
  const { code, masked, block, threads, kernel } = planFor(sizes, mask, separate, 'queries');
  const queries = range(block);
  const at = (q: number) => `min(start + ${q}, T - 1)`;
  return {
    code,
    kernel: { ...kernel, threads },
    /** Position of a query of the block; the last position of the sequence for a query beyond its end. */
    at,
    sees: (q: number, k: number) => masked.sees(`start + ${q}`, `j + ${k}`),
    each: (body: (q: number) => string) => queries.map(body).join('\n'),
    /** Runs for the queries that are within the sequence. */
    eachWithin: (body: (q: number) => string) =>
      queries.map((q) => `if (start + ${q} < T) { ${body(q)} }`).join('\n'),
    /** Declares the block's first query, head and row, and its queries q{q}_…. */
    begin: `
      let start = (i % blocks) * ${block};
      let h = (i / blocks) % heads;
      let row = i / blocks / heads;
      ${queries.map((q) => code.load(`q${q}`, 'projected', code.query('row', at(q)))).join('\n')}`,
    /** Walks along the keys that the block sees, with the scores of four at a time. */
    overKeys: (body: string) => `
      for (var j = ${masked.firstKey('start')}; j < min(start + ${block}, T); j += 4) {
        ${scores(code, queries)}
        ${body}
      }`,
    /** Adds to SUM{q} the product of WEIGHT{q}_{k} and VECTOR{k} for four keys. */
    addKeys: (sum: string, weight: string, vector: string) =>
      queries
        .map((q) =>
          code.add(
            `${sum}${q}`,
            steps.map((k) => [`${weight}${q}_${k}`, `${vector}${k}`] as const),
          ),
        )
        .join('\n'),
  };
}

/** Makes the forward kernel: the mixed values of a block of queries, and each query's statistic. */
export function flashForward(form: FlashForm, sizes: AttentionSizes, mask: Mask, separate: boolean) {
  const { code, kernel, sees, each, eachWithin, begin, overKeys, addKeys } = queryPass(sizes, mask, separate);
  const rescale = each((q) => code.entries.map((c) => `o${q}_${c} *= rescale${q};`).join(' '));
  return {
    ...kernel,
    body: `
      ${begin}
      ${each((q) => `var largest${q} = -3.0e38; var total${q} = 0.0; ${code.zero(`o${q}`)}`)}
      ${overKeys(`
        ${each((q) => form.accumulate(q, (k) => sees(q, k)))}
        ${form.rescales ? rescale : ''}
        ${values(code)}
        ${addKeys('o', 'w', 'v')}`)}
      ${eachWithin(
        (q) => `
          ${code.store(`o${q}`, 'out', code.mixed('row', `start + ${q}`), ` / total${q}`)}
          stats[${code.perQuery('row', `start + ${q}`)}] = ${form.statistic(q)};`,
      )}`,
  };
}

/** Makes the backward kernel of the queries: dq of a block, and the delta of each query, which the keys' pass reads. */
export function queryBackward(form: FlashForm, sizes: AttentionSizes, mask: Mask, separate: boolean) {
  const pass = queryPass(sizes, mask, separate);
  const { code, kernel, at, each, eachWithin, begin, overKeys, addKeys } = pass;
  const scoreGradient = (q: number, k: number) => `
    let g${q}_${k} = ${code.dot(`y${q}`, `v${k}`)} - delta${q};
    let d${q}_${k} = select(0.0, g${q}_${k} * scale * ${form.slope(`s${q}_${k}`, `stat${q}`)}, ${pass.sees(q, k)});`;
  return {
    ...kernel,
    body: `
      ${begin}
      ${each(
        (q) => `
          let stat${q} = stats[${code.perQuery('row', at(q))}];
          ${code.zero(`dq${q}`)}
          ${code.load(`y${q}`, 'dy', code.mixed('row', at(q)))}
          var delta${q} = 0.0;
          { ${code.load('o', 'out', code.mixed('row', at(q)))} delta${q} = ${code.dot(`y${q}`, 'o')}; }`,
      )}
      ${eachWithin((q) => `delta[${code.perQuery('row', at(q))}] = delta${q};`)}
      ${overKeys(`
        ${values(code)}
        ${each((q) => steps.map((k) => scoreGradient(q, k)).join(' '))}
        ${addKeys('dq', 'd', 'k')}`)}
      ${eachWithin((q) => code.store(`dq${q}`, 'dProjected', code.query('row', `start + ${q}`)))}`,
  };
}

/**
 * Makes the backward kernel of the keys: dk and dv of a block, over the queries that see it and all heads of their group.
 */
export function keyBackward(form: FlashForm, sizes: AttentionSizes, mask: Mask, separate: boolean) {
  const { code, masked, block, threads, kernel } = planFor(sizes, mask, separate, 'keys');
  const keys = range(block);
  const at = (k: number) => `min(start + ${k}, T - 1)`;
  const pairs = (visit: (q: number, k: number) => string) =>
    keys.map((k) => steps.map((q) => visit(q, k)).join(' ')).join('\n');
  // Without branches, as `sees` is.
  const valid = (q: number, k: number) => `((t + ${q} < T) & (${masked.sees(`t + ${q}`, `start + ${k}`)}))`;
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
              let delta${q} = delta[${code.perQuery('row', `t${q}`)}];`,
            )
            .join('\n')}
          ${pairs(
            (q, k) => `
              let s${q}_${k} = scale * (${code.dot(`q${q}`, `k${k}`)});
              let w${q}_${k} = select(0.0, ${form.weight(`s${q}_${k}`, `stat${q}`)}, ${valid(q, k)});
              let g${q}_${k} = ${code.dot(`y${q}`, `v${k}`)} - delta${q};
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
