// npm run lessons: checks every lesson, records what its steps train, or solves its exercises. docs/adding-a-lesson.md.

import { parseOptions } from './lib/arguments.mjs';
import { ensurePackages } from './lib/ensure-packages.mjs';
import { PlainError, runMain } from './lib/process.mjs';
import { withViteServer } from './lib/vite-server.mjs';

const usage = `npm run lessons -- [ID], which checks the lessons, or the one of that ID, and trains nothing; or with
  --record           writes the recordings that are missing or not of their steps
  --solve            trains the solution of each exercise, which must pass, and what is given, which must not
For example: npm run lessons -- --record mixing`;

const options = /** @type {const} */ ({
  record: { type: 'boolean', default: false },
  solve: { type: 'boolean', default: false },
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
  if (values.record && values.solve) throw new PlainError('Choose one of --record and --solve.');
  await ensurePackages();
  await withViteServer('lessons', async (server) => {
    const { printLessonCheck, recordLessons, solveLessons } =
      /** @type {typeof import('../src/headless/lessons/runLessons')} */ (
        await server.ssrLoadModule('/src/headless/lessons/runLessons.ts')
      );
    if (values.record) await recordLessons(id);
    if (values.solve) await solveLessons(id);
    if (values.record || values.solve) return;
    // Style sheets of the page's parts are read too, for which a server that does not listen is not ready.
    await server.environments.client.pluginContainer.buildStart();
    const { panels } = await server.ssrLoadModule('/src/ui/panels/index.ts');
    const { actions } = await server.ssrLoadModule('/src/ui/actions/index.ts');
    const idsOf = (/** @type {{ id: string }[]} */ entries) => entries.map((entry) => entry.id);
    printLessonCheck({ panels: idsOf(panels), actions: idsOf(actions) }, id);
  });
});
