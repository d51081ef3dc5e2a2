// npm run soak: trains, pauses, switches and looks in the built page for half an hour, and fails where memory grows.

import { parseOptions } from './lib/arguments.mjs';
import { ensurePackages } from './lib/ensure-packages.mjs';
import { PlainError, runMain } from './lib/process.mjs';
import { soak } from './lib/soak.mjs';
import { prepareCorpora } from './prepare-corpora.mjs';

const usage = 'npm run soak -- [--minutes N], half an hour without it';

const options = /** @type {const} */ ({ minutes: { type: 'string', default: '30' } });

function minutesAsked() {
  const { values } = parseOptions({ options }, usage);
  const minutes = Number(values.minutes);
  if (!(minutes > 0))
    throw new PlainError(`--minutes takes a number above 0, not "${values.minutes}".\n${usage}`);
  return minutes;
}

await runMain(async () => {
  const minutes = minutesAsked();
  await ensurePackages();
  prepareCorpora();
  return soak(minutes);
});
