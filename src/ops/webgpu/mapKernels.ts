/**
 * The three kernels of attention over a map that is never stored. A thread takes a block of queries (or, for keys and values,
 * of keys) and walks along the other side four at a time, so that each load serves the whole block. One map for all rows is
 * computed for two rows at a time.
 */
import type { AttentionSizes } from '../checks';
import { adapterKind } from './adapter';
import { attentionCode, range, steps } from './attentionCode';
import type { WeightForm } from './weightForms';

interface Blocking {
  /** Queries, or keys, of a thread. */
  block: number;
  /** Rows that a thread takes at a time where one map serves them all; else 1. */
  rowsAtATime: number;
}

/** Multiplications for the scores from which on a larger block is worth the seconds that its unrolled code compiles. */
const worthBlocks = { two: 1e6, four: 1e7 } as const;

function blocking({ rows, mapRows, heads, T, headDim }: AttentionSizes): Blocking {
  const rowsAtATime = mapRows === rows ? 1 : Math.min(rows, 2);
  // A GPU wants threads; a software adapter wants few loads, as far as its registers and its compiler go.
  if (adapterKind() === 'gpu') return { block: 1, rowsAtATime };
  const work = rows * heads * T * T * headDim;
  const entries = headDim % 4 === 0 ? headDim / 4 : headDim;
  const most = Math.max(1, Math.floor(32 / entries / rowsAtATime));
  return {
    block: Math.min(most, work >= worthBlocks.four ? 4 : work >= worthBlocks.two ? 2 : 1),
    rowsAtATime,
  };
}

/** How a kernel shares its work among threads that each have a block of queries, or of keys. */
function planFor(sizes: AttentionSizes, separate: boolean, side: 'queries' | 'keys') {
  const { block: ofQueries, rowsAtATime } = blocking(sizes);
  // Keys have twice as much to hold as queries: k, v and a gradient of each.
  const block = side === 'queries' ? ofQueries : Math.ceil(ofQueries / 2);
  const code = attentionCode(sizes, separate);
  const blocks = Math.ceil(sizes.T / block);
  const rowGroups = Math.ceil(sizes.rows / rowsAtATime);
  return {
    code,
    block,
    blocks,
    rowsAtATime,
    together: range(rowsAtATime),
    rowGroups,
    kernel: {
      declarations: code.declarations,
      vec4: code.vec4,
      sizes: { ...code.sizes, blocks, rowGroups },
    },
  };
}

/** Declares s{q}_{k}, the scores of a block of queries, loaded before, and four keys from j on. */
const scores = (code: ReturnType<typeof attentionCode>, queries: number[]) => `
  ${steps.map((k) => code.load(`k${k}`, 'projected', code.key('mapRow', `min(j + ${k}, T - 1)`))).join('\n')}
  ${queries.map((q) => steps.map((k) => `let s${q}_${k} = scale * (${code.dot(`q${q}`, `k${k}`)});`).join(' ')).join('\n')}`;

/** Declares the rows of a group that share a map; a group that is not full repeats its last row. */
const rowsOf = (groupOfRows: string, count: number) =>
  range(count)
    .map((r) => `let row${r} = min(${groupOfRows} * ${count} + ${r}, rows - 1);`)
    .join(' ');

/** The mixed values of a block of queries, and each one's statistic. */
export function mapForward(form: WeightForm, sizes: AttentionSizes, separate: boolean) {
  const plan = planFor(sizes, separate, 'queries');
  const { code, block, rowsAtATime, together, blocks } = plan;
  const queries = range(block);
  const each = (visit: (q: number, r: number) => string) =>
    queries.map((q) => together.map((r) => visit(q, r)).join('\n')).join('\n');
  return {
    ...plan.kernel,
    threads: plan.rowGroups * sizes.heads * blocks,
    body: `
      let start = (i % blocks) * ${block};
      let h = (i / blocks) % heads;
      let rowGroup = i / blocks / heads;
      let mapRow = ${code.shared ? '0' : 'rowGroup'};
      ${rowsOf('rowGroup', rowsAtATime)}
      ${queries.map((q) => code.load(`q${q}`, 'projected', code.query('mapRow', `min(start + ${q}, T - 1)`))).join('\n')}
      ${queries.map((q) => `var largest${q} = -3.0e38; var total${q} = 0.0;`).join(' ')}
      ${each((q, r) => code.zero(`o${q}_${r}`))}
      for (var j = 0; j < min(start + ${block}, T); j += 4) {
        ${scores(code, queries)}
        ${queries.map((q) => form.accumulate(q, (k) => `j + ${k} <= start + ${q}`)).join('\n')}
        ${form.rescales ? each((q, r) => code.entries.map((c) => `o${q}_${r}_${c} *= keep${q};`).join(' ')) : ''}
        ${together
          .map(
            (r) => `{
              ${steps.map((k) => code.load(`v${k}`, code.valueBuffer, code.value(`row${r}`, `min(j + ${k}, T - 1)`))).join('\n')}
              ${queries
                .map((q) =>
                  code.add(
                    `o${q}_${r}`,
                    steps.map((k) => [`w${q}_${k}`, `v${k}`] as const),
                  ),
                )
                .join('\n')}
            }`,
          )
          .join('\n')}
      }
      ${each(
        (q, r) => `if (start + ${q} < T && rowGroup * ${rowsAtATime} + ${r} < rows) {
          ${code.store(`o${q}_${r}`, 'out', code.mixed(`row${r}`, `start + ${q}`), ` / total${q}`)}
        }`,
      )}
      ${queries
        .map(
          (q) => `if (start + ${q} < T ${code.shared ? '&& rowGroup == 0' : ''}) {
            stats[${code.perQuery('mapRow', `start + ${q}`)}] = ${form.statistic(q)};
          }`,
        )
        .join('\n')}`,
  };
}

/** dq of a block of queries, and dy·out of each, which the keys' pass needs. */
export function queryBackward(form: WeightForm, sizes: AttentionSizes, separate: boolean) {
  const plan = planFor(sizes, separate, 'queries');
  const { code, block, rowsAtATime, together, blocks } = plan;
  const queries = range(block);
  const at = (q: number) => `min(start + ${q}, T - 1)`;
  const ofGroup = `
    ${rowsOf('rowGroup', rowsAtATime)}
    ${queries
      .map((q) =>
        together
          .map(
            (r) => `
            ${code.load(`y${q}_${r}`, 'dy', code.mixed(`row${r}`, at(q)))}
            var inner${q}_${r} = 0.0;
            { ${code.load('o', 'out', code.mixed(`row${r}`, at(q)))} inner${q}_${r} = ${code.dot(`y${q}_${r}`, 'o')}; }
            if (start + ${q} < T) { inner[${code.perQuery(`row${r}`, at(q))}] = inner${q}_${r}; }`,
          )
          .join('\n'),
      )
      .join('\n')}
    for (var j = 0; j < min(start + ${block}, T); j += 4) {
      ${scores(code, queries)}
      ${queries.map((q) => steps.map((k) => `var g${q}_${k} = 0.0;`).join(' ')).join(' ')}
      ${together
        .map(
          (r) => `if (rowGroup * ${rowsAtATime} + ${r} < rows) {
            ${steps.map((k) => code.load(`v${k}`, code.valueBuffer, code.value(`row${r}`, `min(j + ${k}, T - 1)`))).join('\n')}
            ${queries.map((q) => steps.map((k) => `g${q}_${k} += ${code.dot(`y${q}_${r}`, `v${k}`)} - inner${q}_${r};`).join(' ')).join('\n')}
          }`,
        )
        .join('\n')}
      ${queries
        .map((q) =>
          steps
            .map(
              (k) =>
                `let d${q}_${k} = select(0.0, g${q}_${k} * scale * ${form.slope(`s${q}_${k}`, `stat${q}`)}, j + ${k} <= start + ${q});`,
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
    }`;
  return {
    ...plan.kernel,
    threads: sizes.mapRows * sizes.heads * blocks,
    body: `
      let start = (i % blocks) * ${block};
      let h = (i / blocks) % heads;
      let mapRow = i / blocks / heads;
      ${queries
        .map(
          (q) => `
          ${code.load(`q${q}`, 'projected', code.query('mapRow', at(q)))}
          let stat${q} = stats[${code.perQuery('mapRow', at(q))}];
          ${code.zero(`dq${q}`)}`,
        )
        .join('\n')}
      ${
        code.shared
          ? `for (var rowGroup = 0; rowGroup < rowGroups; rowGroup++) { ${ofGroup} }`
          : `let rowGroup = mapRow; ${ofGroup}`
      }
      ${queries
        .map(
          (q) =>
            `if (start + ${q} < T) { ${code.store(`dq${q}`, 'dProjected', code.query('mapRow', `start + ${q}`))} }`,
        )
        .join('\n')}`,
  };
}

/** dk and dv of a block of keys, over all later queries and all heads of their group. */
export function keyBackward(form: WeightForm, sizes: AttentionSizes, separate: boolean) {
  const plan = planFor(sizes, separate, 'keys');
  const { code, block, rowsAtATime, together, blocks } = plan;
  const keys = range(block);
  const at = (k: number) => `min(start + ${k}, T - 1)`;
  const pairs = (visit: (q: number, k: number) => string) =>
    keys.map((k) => steps.map((q) => visit(q, k)).join(' ')).join('\n');
  const valid = (q: number, k: number) => `t + ${q} < T && start + ${k} <= t + ${q}`;
  const ofGroup = `
    ${rowsOf('rowGroup', rowsAtATime)}
    ${together
      .map((r) =>
        keys
          .map(
            (k) =>
              `${code.load(`v${k}_${r}`, code.valueBuffer, code.value(`row${r}`, at(k), 'kvHead'))} ${code.zero(`dv${k}_${r}`)}`,
          )
          .join('\n'),
      )
      .join('\n')}
    for (var h = kvHead * group; h < (kvHead + 1) * group; h++) {
      for (var t = start; t < T; t += 4) {
        ${steps
          .map(
            (q) => `
            let t${q} = min(t + ${q}, T - 1);
            ${code.load(`q${q}`, 'projected', code.query('mapRow', `t${q}`))}
            let stat${q} = stats[${code.perQuery('mapRow', `t${q}`)}];`,
          )
          .join('\n')}
        ${pairs(
          (q, k) => `
            let s${q}_${k} = scale * (${code.dot(`q${q}`, `k${k}`)});
            let w${q}_${k} = select(0.0, ${form.weight(`s${q}_${k}`, `stat${q}`)}, ${valid(q, k)});
            var g${q}_${k} = 0.0;`,
        )}
        ${together
          .map(
            (r) => `if (rowGroup * ${rowsAtATime} + ${r} < rows) {
              ${steps
                .map(
                  (q) => `
                  ${code.load(`y${q}`, 'dy', code.mixed(`row${r}`, `t${q}`))}
                  let inner${q} = inner[${code.perQuery(`row${r}`, `t${q}`)}];`,
                )
                .join('\n')}
              ${pairs((q, k) => `g${q}_${k} += ${code.dot(`y${q}`, `v${k}_${r}`)} - inner${q};`)}
              ${keys
                .map((k) =>
                  code.add(
                    `dv${k}_${r}`,
                    steps.map((q) => [`w${q}_${k}`, `y${q}`] as const),
                  ),
                )
                .join('\n')}
            }`,
          )
          .join('\n')}
        ${pairs(
          (q, k) =>
            `let d${q}_${k} = select(0.0, g${q}_${k} * scale * ${form.slope(`s${q}_${k}`, `stat${q}`)}, ${valid(q, k)});`,
        )}
        ${keys
          .map((k) =>
            code.add(
              `dk${k}`,
              steps.map((q) => [`d${q}_${k}`, `q${q}`] as const),
            ),
          )
          .join('\n')}
      }
    }
    ${together
      .map((r) =>
        keys
          .map(
            (k) => `if (start + ${k} < T && rowGroup * ${rowsAtATime} + ${r} < rows) {
              ${code.store(`dv${k}_${r}`, code.valueGradient, code.value(`row${r}`, `start + ${k}`, 'kvHead'))}
            }`,
          )
          .join('\n'),
      )
      .join('\n')}`;
  return {
    ...plan.kernel,
    threads: sizes.mapRows * sizes.kvHeads * blocks,
    body: `
      let start = (i % blocks) * ${block};
      let kvHead = (i / blocks) % kvHeads;
      let mapRow = i / blocks / kvHeads;
      ${keys.map((k) => `${code.load(`k${k}`, 'projected', code.key('mapRow', at(k), 'kvHead'))} ${code.zero(`dk${k}`)}`).join('\n')}
      ${
        code.shared
          ? `for (var rowGroup = 0; rowGroup < rowGroups; rowGroup++) { ${ofGroup} }`
          : `let rowGroup = mapRow; ${ofGroup}`
      }
      ${keys
        .map(
          (k) =>
            `if (start + ${k} < T) { ${code.store(`dk${k}`, 'dProjected', code.key('mapRow', `start + ${k}`, 'kvHead'))} }`,
        )
        .join('\n')}`,
  };
}
