// npm run bench:page: opens the built page in Chromium and measures what a person waits for: the first picture, what moves by
// itself, the answers of controls while eight runs train, the frames of scrubbing through their captures, and those of many maps.

import { cpus } from 'node:os';
import { parseOptions, wholeNumber } from './lib/arguments.mjs';
import { measureAnswers } from './lib/bench-page/answers.mjs';
import { measureLoads, measureShifts } from './lib/bench-page/loads.mjs';
import {
  printAnswers,
  printLoading,
  printMachine,
  printManyMaps,
  printScrubbing,
  printShifts,
} from './lib/bench-page/report.mjs';
import { capturePlaces, measureFrames, measureScrubbing } from './lib/bench-page/scrubbing.mjs';
import { commonFlags } from './lib/chromium-flags.mjs';
import { ensurePackages } from './lib/ensure-packages.mjs';
import { findChromium } from './lib/find-chromium.mjs';
import { checkPaths, writeOrPrint } from './lib/outputs.mjs';
import { inRoot, tools } from './lib/paths.mjs';
import { PlainError, runMain, runTool } from './lib/process.mjs';
import { serveFolder } from './lib/static-server.mjs';
import { withViteServer } from './lib/vite-server.mjs';
import { prepareCorpora } from './prepare-corpora.mjs';

const usage = `Options:
  --loads N    cold loads, 5 without it
  --rounds N   uses of each control while eight runs train, 6 without it
  --only NAMES these parts alone, with commas between them: loading, shifts, answers, scrubbing, maps
  --json FILE  writes the figures there too
  --built      takes dist/ as it is instead of building it`;

const options = /** @type {const} */ ({
  loads: { type: 'string', default: '5' },
  rounds: { type: 'string', default: '6' },
  only: { type: 'string' },
  json: { type: 'string' },
  built: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
});

/** Milliseconds that the eight runs may take for their 200 steps. */
const trainingTime = 15 * 60_000;

/** @param {import('@playwright/test').Page} page */
async function trainToEnd(page) {
  await page.getByTestId('message').filter({ hasText: 'Finished' }).waitFor({ timeout: trainingTime });
}

/** @typedef {{ browser: import('@playwright/test').Browser, url: string, address: string, deepAddress: string, loads: number, rounds: number }} Setting */

/**
 * Opens an experiment, trains until it has taken a step, and closes it in the end.
 * @template T
 * @param {Pick<Setting, 'browser' | 'url' | 'address'>} setting
 * @param {(page: import('@playwright/test').Page) => Promise<T>} use
 */
async function whileTraining({ browser, url, address }, use) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(`${url}${address}`);
  await page.getByTestId('engine-info').filter({ hasText: '·' }).waitFor();
  await page.getByTestId('train').click();
  const progress = page.getByTestId('progress').filter({ hasText: /Step [1-9]/ });
  await progress.waitFor({ timeout: trainingTime });
  const used = await use(page);
  await page.close();
  return used;
}

/** What is measured, each printed when it is. @type {Record<string, (setting: Setting) => Promise<unknown>>} */
const parts = {
  loading: async ({ browser, url, loads }) => printLoading(await measureLoads(browser, url, loads)),
  shifts: async ({ browser, url }) => printShifts(await measureShifts(browser, url)),
  answers: (setting) =>
    whileTraining(setting, async (page) => printAnswers(await measureAnswers(page, setting.rounds))),
  scrubbing: (setting) =>
    whileTraining(setting, async (page) => {
      await trainToEnd(page);
      return printScrubbing(await measureScrubbing(setting.browser, page, ['maps', 'inside', 'results']));
    }),
  maps: ({ browser, url, deepAddress }) =>
    whileTraining({ browser, url, address: deepAddress }, async (page) => {
      await trainToEnd(page);
      const places = await capturePlaces(page);
      const backAndForth = [...places, ...places.toReversed(), ...places];
      return printManyMaps(await measureFrames(browser, page, 'maps', backAndForth));
    }),
};

await runMain(async () => {
  const { values } = parseOptions({ options }, usage);
  if (values.help) {
    console.log(usage);
    return;
  }
  const counts = { loads: wholeNumber('loads', values.loads), rounds: wholeNumber('rounds', values.rounds) };
  const names = values.only?.split(',') ?? Object.keys(parts);
  const unknown = names.find((name) => !Object.hasOwn(parts, name));
  if (unknown !== undefined) throw new PlainError(`There is no part "${unknown}".\n${usage}`);
  checkPaths([{ option: 'json', path: values.json, kind: 'file' }]);
  await ensurePackages();
  prepareCorpora();
  if (!values.built && (await runTool(tools.vite, ['build'])) !== 0)
    throw new PlainError('The page could not be built.');
  const addresses = await withViteServer('bench-page', async (server) => {
    const loaded = await server.ssrLoadModule('/bench/pageExperiment.ts');
    const { address, deepAddress } = /** @type {typeof import('../bench/pageExperiment')} */ (loaded);
    return { address, deepAddress };
  });
  const { chromium } = await import('@playwright/test');
  const site = await serveFolder(inRoot('dist'), 0, { '/lab/': () => ({}) });
  // Without WebGPU, so that the processor trains.
  const browser = await chromium.launch({ executablePath: await findChromium(), args: commonFlags });
  try {
    const machine = { cores: cpus().length, browser: `Chromium ${browser.version()}` };
    printMachine(machine);
    const setting = { browser, url: `http://localhost:${site.port}/lab/`, ...addresses, ...counts };
    /** @type {Record<string, unknown>} */
    const measured = {};
    for (const name of names) measured[name] = await parts[name]?.(setting);
    if (values.json === undefined) return;
    const failure = writeOrPrint(values.json, `${JSON.stringify({ machine, ...measured }, null, 2)}\n`);
    if (failure) throw new PlainError(failure);
  } finally {
    await browser.close();
    await site.close();
  }
});
