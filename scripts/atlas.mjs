// npm run atlas -- PLAN.json: trains the cells of a plan on the processor, and writes a line of JSON for each. docs/atlas.md.

import { availableParallelism } from 'node:os';
import { parseOptions, wholeNumber, wholeNumberIfAny } from './lib/arguments.mjs';
import { ensurePackages } from './lib/ensure-packages.mjs';
import { findTorch } from './lib/find-torch.mjs';
import { loadSource } from './lib/load-source.mjs';
import { checkPaths } from './lib/outputs.mjs';
import { inRoot } from './lib/paths.mjs';
import { PlainError, runMain } from './lib/process.mjs';
import { prepareCorpora } from './prepare-corpora.mjs';

const usage = `npm run atlas -- PLAN.json, with
  --out FILE         writes the lines there; without it beside the plan, PLAN.jsonl
  --workers N        trains N cells at the same time; without it one on each core
  --shard I/N        trains the I-th of N parts, and writes PLAN.I-of-N.jsonl; I from 1
  --merge            puts the lines of all parts into one file, and trains nothing
  --report           prints what the lines say as tables, and trains nothing
  --publish          writes what the page shows of the lines to public/atlas, and trains nothing
  --again N          writes plans that train the N most surprising comparisons again, and trains nothing
  --pytorch N        trains N stacks on tasks, chosen by a fixed seed, again in PyTorch, and prints how far apart they are
  --renew            makes lines again that the plan or the engine no longer gives
For example: npm run atlas -- experiments/atlas/smoke.json
It goes on where it stopped. docs/atlas.md has the rest.`;

const options = /** @type {const} */ ({
  out: { type: 'string' },
  workers: { type: 'string' },
  shard: { type: 'string' },
  merge: { type: 'boolean', default: false },
  report: { type: 'boolean', default: false },
  publish: { type: 'boolean', default: false },
  again: { type: 'string' },
  pytorch: { type: 'string' },
  renew: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
});

/** @param {string | undefined} text */
function readShard(text) {
  if (text === undefined) return undefined;
  const [, first, second] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
  if (first === undefined || second === undefined)
    throw new PlainError(`--shard takes a part and how many there are, such as 1/8, not "${text}".`);
  const [index, of] = [wholeNumber('shard', first), wholeNumber('shard', second)];
  if (index > of) throw new PlainError(`--shard ${text}: there are only ${of} parts.`);
  return { index, of };
}

function readRequest() {
  const { values, positionals } = parseOptions({ allowPositionals: true, options }, usage);
  if (values.help) return null;
  const [plan, ...more] = positionals;
  if (!plan) throw new PlainError(`Name a plan.\n${usage}`);
  if (more.length > 0) throw new PlainError(`One plan at a time: "${more[0]}" is one too many.\n${usage}`);
  const { out, merge, report, publish, renew } = values;
  const shard = readShard(values.shard);
  const again = wholeNumberIfAny('again', values.again);
  const pytorch = wholeNumberIfAny('pytorch', values.pytorch);
  const chosen = [merge, report, publish, shard !== undefined, again !== undefined, pytorch !== undefined];
  if (chosen.filter(Boolean).length > 1)
    throw new PlainError('Choose one of --shard, --merge, --report, --publish, --again and --pytorch.');
  checkPaths([
    { option: '', path: plan, kind: 'input' },
    { option: 'out', path: out, kind: 'file' },
  ]);
  const workers = wholeNumberIfAny('workers', values.workers) ?? availableParallelism();
  return { plan, out, shard, merge, report, publish, again, pytorch, renew, workers };
}

await runMain(async () => {
  const request = readRequest();
  if (!request) {
    console.log(usage);
    return;
  }
  await ensurePackages();
  prepareCorpora();
  const { runAtlas, mergeShards, reportAtlas, publishAtlas, checkAtlas } =
    /** @type {typeof import('../src/headless/atlas/runAtlas')} */ (
      await loadSource('src/headless/atlas/runAtlas.ts')
    );
  // What goes to the terminal is no part of the lines, as it tells times.
  const say = (/** @type {string} */ text) => console.error(text);
  if (request.report) console.log(reportAtlas(request));
  else if (request.merge) mergeShards(request, say);
  else if (request.again !== undefined) {
    const { planAgain } = /** @type {typeof import('../src/headless/atlas/planAgain')} */ (
      await loadSource('src/headless/atlas/planAgain.ts')
    );
    planAgain({ ...request, count: request.again }, say);
  } else if (request.pytorch !== undefined) {
    const python = await findTorch();
    if (!python) throw new PlainError('There is no Python with PyTorch. Name one in LAB_PYTHON.');
    console.log(await checkAtlas({ ...request, count: request.pytorch, python }, say));
  } else if (request.publish) publishAtlas({ ...request, folder: inRoot('public', 'atlas') }, say);
  else await runAtlas(request, say);
});
