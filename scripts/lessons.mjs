// npm run lessons: checks every lesson, records what they train, and has their exercises solved. docs/adding-a-lesson.md.

import { parseOptions } from './lib/arguments.mjs';
import { ensurePackages } from './lib/ensure-packages.mjs';
import { PlainError, runMain } from './lib/process.mjs';
import { withViteServer } from './lib/vite-server.mjs';

const usage = `npm run lessons -- [ID], with
  --record           makes the recordings that are missing, or are of another experiment or engine
  --solve            trains the solution of each exercise, which must pass, and what it begins with, which must not
Without either it checks the lessons, and trains nothing. docs/adding-a-lesson.md has the rest.`;

const options = /** @type {const} */ ({
  record: { type: 'boolean', default: false },
  solve: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
});

/** @returns {import('../src/headless/lessons/runLessons').LessonsRequest | null} null where only help is asked for */
function readRequest() {
  const { values, positionals } = parseOptions({ allowPositionals: true, options }, usage);
  if (values.help) return null;
  const [id, ...more] = positionals;
  if (more.length > 0) throw new PlainError(`One lesson at a time: "${more[0]}" is one too many.\n${usage}`);
  if (values.record && values.solve) throw new PlainError('Choose one of --record and --solve.');
  return { id, what: values.record ? 'record' : values.solve ? 'solve' : 'check' };
}

await runMain(async () => {
  const request = readRequest();
  if (!request) {
    console.log(usage);
    return;
  }
  await ensurePackages();
  await withViteServer('lessons', async (server) => {
    const { runLessons } = /** @type {typeof import('../src/headless/lessons/runLessons')} */ (
      await server.ssrLoadModule('/src/headless/lessons/runLessons.ts')
    );
    await runLessons(request, console.log);
  });
});
