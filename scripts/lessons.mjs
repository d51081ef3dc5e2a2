// npm run lessons: checks every lesson, records what its steps train, solves its exercises, or plays it on the built page. docs/adding-a-lesson.md.

import { availableParallelism } from 'node:os';
import { parseOptions } from './lib/arguments.mjs';
import { commonFlags, fewerPages, oneThread } from './lib/chromium-flags.mjs';
import { ensurePackages } from './lib/ensure-packages.mjs';
import { findChromium } from './lib/find-chromium.mjs';
import { loadSource } from './lib/load-source.mjs';
import { inRoot, tools } from './lib/paths.mjs';
import { playedLine, playLessons } from './lib/play-lessons.mjs';
import { PlainError, runMain, runTool } from './lib/process.mjs';
import { serveFolder } from './lib/static-server.mjs';
import { prepareCorpora } from './prepare-corpora.mjs';

const usage = `npm run lessons -- [ID…], which checks the lessons, or those of these IDs, and trains nothing; or with
  --record           writes the recordings that are missing or not of their steps
  --solve            trains the solution of each exercise, which must pass, and what is given, which must not
  --play             plays them on the built page in Chromium, forwards, backwards and cold, trained for real where that takes less
                     than a step waits; each step must show its stage. As many at once as there are cores, in at most
                     12 minutes
  --built            with --play: takes dist/ as it is instead of building it
For example: npm run lessons -- --play mixing attention`;

const options = /** @type {const} */ ({
  record: { type: 'boolean', default: false },
  solve: { type: 'boolean', default: false },
  play: { type: 'boolean', default: false },
  built: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
});

/** Most that all lessons may take to be played, in milliseconds. */
const mostPlaying = 12 * 60_000;

/**
 * @param {readonly string[]} ids of lessons; all without any
 * @throws {PlainError} where a step shows another stage than its own, or it takes too long
 */
async function play(ids) {
  const { askedLessons } = /** @type {typeof import('../src/headless/lessons/lessonFiles')} */ (
    await loadSource('src/headless/lessons/lessonFiles.ts')
  );
  const { stageAt } = /** @type {typeof import('../src/lessons/stage')} */ (
    await loadSource('src/lessons/stage.ts')
  );
  const lessons = askedLessons(ids).sort((a, b) => a.place - b.place);
  const { chromium } = await import('@playwright/test');
  const site = await serveFolder(inRoot('dist'), 0, { '/lab/': () => ({}) });
  // Without WebGPU, so that the processor trains.
  // A page for each core, on which nothing else is to work.
  const args = [...commonFlags, fewerPages, oneThread];
  const browser = await chromium.launch({ executablePath: await findChromium(), args });
  const start = performance.now();
  try {
    const played = await playLessons(
      {
        browser,
        url: `http://localhost:${site.port}/lab/`,
        lessons: lessons.map((lesson) => ({
          lesson,
          stages: lesson.steps.map((_, at) => stageAt(lesson, at)),
        })),
        atOnce: availableParallelism(),
      },
      console.log,
    );
    const took = performance.now() - start;
    const faults = played.flatMap((one) => one.faults);
    console.log(`\n${played.map(playedLine).join('\n')}`);
    console.log(`${played.length} lessons in ${(took / 60_000).toFixed(1)} minutes: ${faults.length} faults`);
    if (took > mostPlaying) faults.push('They took longer than 12 minutes.');
    if (faults.length > 0) throw new PlainError(faults.join('\n'));
  } finally {
    await browser.close();
    await site.close();
  }
}

await runMain(async () => {
  const { values, positionals } = parseOptions({ allowPositionals: true, options }, usage);
  if (values.help) {
    console.log(usage);
    return;
  }
  if ([values.record, values.solve, values.play].filter(Boolean).length > 1)
    throw new PlainError('Choose one of --record, --solve and --play.');
  if (values.built && !values.play) throw new PlainError('--built goes with --play.');
  await ensurePackages();
  prepareCorpora();
  if (values.play && !values.built && (await runTool(tools.vite, ['build'])) !== 0)
    throw new PlainError('The page could not be built.');
  const { printLessonCheck, recordLessons, solveLessons } =
    /** @type {typeof import('../src/headless/lessons/runLessons')} */ (
      await loadSource('src/headless/lessons/runLessons.ts')
    );
  if (values.record) await recordLessons(positionals);
  if (values.solve) await solveLessons(positionals);
  if (values.play) await play(positionals);
  if (values.record || values.solve || values.play) return;
  const { panels } = await loadSource('src/ui/panels/index.ts');
  const { actions } = await loadSource('src/ui/actions/index.ts');
  const idsOf = (/** @type {{ id: string }[]} */ entries) => entries.map((entry) => entry.id);
  printLessonCheck({ panels: idsOf(panels), actions: idsOf(actions) }, positionals);
});
