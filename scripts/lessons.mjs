// npm run lessons: checks every lesson, records what its steps train, or solves its exercises. docs/adding-a-lesson.md.

import { parseOptions } from './lib/arguments.mjs';
import { ensurePackages } from './lib/ensure-packages.mjs';
import { PlainError, runMain } from './lib/process.mjs';
import { withViteServer } from './lib/vite-server.mjs';

const usage = `npm run lessons, which checks every lesson and trains nothing, or with
  --record [ID]      writes the recordings that are missing or not of their steps; of one lesson where it is named
For example: npm run lessons -- --record mixing`;

const options = /** @type {const} */ ({
  record: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
});

await runMain(async () => {
  const { values, positionals } = parseOptions({ allowPositionals: true, options }, usage);
  if (values.help) {
    console.log(usage);
    return;
  }
  const [id, ...more] = positionals;
  if (more.length > 0) throw new PlainError(`One lesson at a time: "${more[0]}" is one too many.\n${usage}`);
  await ensurePackages();
  await withViteServer('lessons', async (server) => {
    const { recordLessons } = /** @type {typeof import('../src/headless/lessons/recordLessons')} */ (
      await server.ssrLoadModule('/src/headless/lessons/recordLessons.ts')
    );
    if (values.record) await recordLessons(id);
  });
});
