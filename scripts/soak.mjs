// npm run soak: trains, pauses, switches and looks in the built page for half an hour, and fails where memory grows.

import { parseArgs } from 'node:util';
import { commonFlags, webgpuFlag } from './lib/chromium-flags.mjs';
import { ensurePackages } from './lib/ensure-packages.mjs';
import { findChromium } from './lib/find-chromium.mjs';
import { countGPUBytes } from './lib/gpu-bytes.mjs';
import { inRoot, tools } from './lib/paths.mjs';
import { PlainError, runMain, runTool } from './lib/process.mjs';
import { serveFolder } from './lib/static-server.mjs';
import { devtoolsOf } from './lib/worker-session.mjs';
import { prepareCorpora } from './prepare-corpora.mjs';

const usage = 'npm run soak -- [--minutes N], half an hour without it';
/** About twelve minutes. In fewer rounds pools are still filling. */
const leastRounds = 30;
/**
 * What may be added later: a pool of buffers needs one more where a look meets a step as none did before, and the memory of
 * JavaScript is not the same twice.
 */
const allowed = { gpu: 1.005, worker: 1.05, page: 1.05 };

function minutesAsked() {
  const { values } = parseArgs({ options: { minutes: { type: 'string', default: '30' } } });
  const minutes = Number(values.minutes);
  if (!(minutes > 0))
    throw new PlainError(`--minutes takes a number above 0, not "${values.minutes}".\n${usage}`);
  return minutes;
}

/** One round of what someone does who plays with the page. It ends as it began, reset. */
async function round(page) {
  const at = (id) => page.getByTestId(id);
  const step = async (least) => {
    const reached = page.waitForFunction(
      (least) => {
        const text = document.querySelector('[data-testid="progress"]')?.textContent ?? '';
        return Number(/Step ([\d,]+) of/.exec(text)?.[1]?.replaceAll(',', '')) >= least;
      },
      least,
      { timeout: 120_000 },
    );
    await reached.catch(async () => {
      const said = await at('message').textContent();
      throw new PlainError(`Step ${least} was not reached in two minutes. The page says: ${said}`);
    });
  };
  await at('train').click();
  await step(10);
  for (const head of ['map-0-0', 'map-2-1', 'map-3-0']) await at(head).click();
  await page.keyboard.press('Escape');
  await at('probe').fill('the sea and the ship');
  await at('probe').fill('the white whale swam before the ship');
  await at('pause').click();
  await at('train').waitFor({ timeout: 60_000 });
  await at('step').click();
  await at('train').click();
  await step(20);
  // Changed while it trains: it starts again.
  await at('chip-0-1').focus();
  await page.keyboard.press('2');
  await page.waitForTimeout(1000);
  await step(5);
  await at('chip-0-1').focus();
  await page.keyboard.press('1');
  await page.waitForTimeout(1000);
  await step(5);
  await at('length').fill('40');
  await at('length').press('Enter');
  await at('start-generate').click();
  await at('start-generate').waitFor({ timeout: 60_000 });
  await at('pause').click();
  await at('train').waitFor({ timeout: 60_000 });
  await at('library').click();
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('Escape');
  await at('reset').click();
  await page.waitForTimeout(500);
}

/** Bytes in use after the garbage is collected. */
async function measure(page, devtools) {
  for (let i = 0; i < 2; i++) {
    await devtools.page('HeapProfiler.collectGarbage');
    await devtools.worker('HeapProfiler.collectGarbage');
    await page.waitForTimeout(300);
  }
  const heap = async (side) => (await devtools[side]('Runtime.getHeapUsage')).usedSize;
  return {
    gpu: await page.workers()[0].evaluate(() => self.gpuBytes),
    worker: await heap('worker'),
    page: await heap('page'),
  };
}

const mib = (bytes) => (bytes / 1024 ** 2).toFixed(2).padStart(9);
const line = (name, { gpu, worker, page }) => `${name.padStart(12)} ${mib(gpu)} ${mib(worker)} ${mib(page)}`;
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

/**
 * What grew from the second third of the rounds to the last, as sentences. What leaks grows in each third, while pools
 * and caches fill in the first.
 */
function growth(points) {
  const part = Math.floor(points.length / 3);
  return Object.keys(allowed).flatMap((key) => {
    const early = median(points.slice(part, 2 * part).map((point) => point[key]));
    const late = median(points.slice(-part).map((point) => point[key]));
    if (late <= early * allowed[key]) return [];
    return [`${key}: from ${mib(early).trim()} to ${mib(late).trim()} MiB`];
  });
}

async function main() {
  const minutes = minutesAsked();
  await ensurePackages();
  prepareCorpora();
  if ((await runTool(tools.vite, ['build'])) !== 0) throw new PlainError('The page could not be built.');
  const { chromium } = await import('@playwright/test');
  const site = await serveFolder(inRoot('dist'), 0, { '/lab/': () => ({}) });
  const browser = await chromium.launch({
    executablePath: await findChromium(),
    args: [webgpuFlag, ...commonFlags],
  });
  try {
    const page = await browser.newPage();
    page.on('worker', (worker) => void worker.evaluate(countGPUBytes));
    const devtools = await devtoolsOf(page);
    await page.goto(`http://localhost:${site.port}/lab/`);
    await page.getByTestId('size').getByText('Tiny').click();
    const points = [];
    const began = performance.now();
    console.log(
      `\n${'after'.padStart(12)} ${'GPU'.padStart(9)} ${'worker'.padStart(9)} ${'page'.padStart(9)}   MiB`,
    );
    while (performance.now() - began < minutes * 60_000) {
      await round(page);
      points.push(await measure(page, devtools));
      console.log(line(`${((performance.now() - began) / 60_000).toFixed(1)} min`, points.at(-1)));
    }
    if (points.length < leastRounds)
      throw new PlainError(
        `Only ${points.length} rounds were run, too few to say anything. Give it more minutes.`,
      );
    const grown = growth(points);
    console.log(grown.length === 0 ? '\nMemory is flat.' : `\nMemory grew: ${grown.join('; ')}.`);
    return grown.length === 0 ? 0 : 1;
  } finally {
    await browser.close();
    await site.close();
  }
}

await runMain(main);
