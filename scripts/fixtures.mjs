// npm run fixtures -- [NAME …]: writes golden fixtures into tests/fixtures with the float64 model in scripts/fixtures.

import { findTorch } from './lib/find-torch.mjs';
import { inRoot } from './lib/paths.mjs';
import { PlainError, run, runMain } from './lib/process.mjs';

await runMain(async () => {
  const python = await findTorch();
  if (!python)
    throw new PlainError(
      'Fixtures are made by PyTorch, and no Python has it: install Debian’s python3-torch or `pip install torch`, ' +
        'or set LAB_PYTHON to a Python that has it.',
    );
  // Without -B Python would leave compiled files beside the sources.
  const script = inRoot('scripts', 'fixtures', 'make.py');
  return run(python, ['-B', script, inRoot('tests', 'fixtures'), ...process.argv.slice(2)]);
});
