// npm run record -- FILE.json or LINK --out FILE.json: trains and evaluates an Experiment on the processor, and writes a recording,
// which the page shows before anything is trained.

import { parseOptions } from './lib/arguments.mjs';
import { ensurePackages } from './lib/ensure-packages.mjs';
import { loadSource } from './lib/load-source.mjs';
import { checkPaths } from './lib/outputs.mjs';
import { PlainError, runMain } from './lib/process.mjs';
import { prepareCorpora } from './prepare-corpora.mjs';

const usage = `npm run record -- FILE.json, or a link in quotes, with
  --out FILE         writes the recording there
For example: npm run record -- src/experiment/ready/stories.json --out public/recordings/stories.json
The same experiment always gives the same recording. docs/adding-a-ready-experiment.md has the rest.`;

const options = /** @type {const} */ ({
  out: { type: 'string' },
  help: { type: 'boolean', default: false },
});

/** @returns {import('../src/headless/recordExperiment').RecordRequest | null} null where only help is asked for */
function readRequest() {
  const { values, positionals } = parseOptions({ allowPositionals: true, options }, usage);
  if (values.help) return null;
  const [source, ...more] = positionals;
  if (!source) throw new PlainError(`Name an experiment.\n${usage}`);
  if (more.length > 0)
    throw new PlainError(`One experiment at a time: "${more[0]}" is one too many.\n${usage}`);
  if (!values.out) throw new PlainError(`Say with --out where the recording goes.\n${usage}`);
  checkPaths([
    { option: '', path: source, kind: 'input' },
    { option: 'out', path: values.out, kind: 'file' },
  ]);
  return { source, out: values.out };
}

await runMain(async () => {
  const request = readRequest();
  if (!request) {
    console.log(usage);
    return;
  }
  await ensurePackages();
  prepareCorpora();
  const { recordExperiment } = /** @type {typeof import('../src/headless/recordExperiment')} */ (
    await loadSource('src/headless/recordExperiment.ts')
  );
  await recordExperiment(request);
});
