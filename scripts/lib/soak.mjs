// Trains, pauses, switches and looks in the built page, again and again, and measures its memory after every round.

import { commonFlags, webgpuFlag } from './chromium-flags.mjs';
import { findChromium } from './find-chromium.mjs';
import { countGPUBytes } from './gpu-bytes.mjs';
import { inRoot, tools } from './paths.mjs';
import { PlainError, runTool } from './process.mjs';
import { serveFolder } from './static-server.mjs';
import { heapsOf } from './worker-session.mjs';

/** @typedef {import('@playwright/test').Page} Page */
/** @typedef {{ gpu: number, worker: number, page: number }} Bytes of buffers, and of the heaps of both threads */

/** About twelve minutes. In fewer rounds pools are still filling. */
const leastRounds = 30;
/**
 * What may be added later: a pool of buffers needs one more where a look meets a step as none did before, and the memory of
 * JavaScript is not the same twice.
 */
const allowed = { gpu: 1.005, worker: 1.05, page: 1.05 };

/** One round of what someone does who plays with the page. It ends as it began, reset. @param {Page} page */
async function round(page) {
  /** @param {string} id */
  const at = (id) => page.getByTestId(id);
  /** Waits for a step. @param {number} least */
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

/**
 * Bytes in use after the garbage is collected.
 * @param {Page} page
 * @param {Awaited<ReturnType<typeof heapsOf>>} heaps
 * @returns {Promise<Bytes>}
 */
async function measure(page, heaps) {
  for (let i = 0; i < 2; i++) {
    await heaps.page.collectGarbage();
    await heaps.worker.collectGarbage();
    await page.waitForTimeout(300);
  }
  // Those of the processor engine are its models'.
  const worker = page.workers().find((one) => !one.url().includes('browserWorker'));
  if (!worker) throw new PlainError('The page has no worker any more.');
  return {
    gpu: await worker.evaluate(() => /** @type {import('./gpu-bytes.mjs').CountedWorker} */ (self).gpuBytes),
    worker: await heaps.worker.bytes(),
    page: await heaps.page.bytes(),
  };
}

/** @param {number} bytes */
const mib = (bytes) => (bytes / 1024 ** 2).toFixed(2).padStart(9);
/** @param {string} name @param {Bytes} bytes */
const line = (name, { gpu, worker, page }) => `${name.padStart(12)} ${mib(gpu)} ${mib(worker)} ${mib(page)}`;
/** @param {number[]} values at least one */
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/**
 * What grew from the second third of the rounds to the last, as sentences. What leaks grows in each third, while pools
 * and caches fill in the first.
 * @param {Bytes[]} points
 */
function growth(points) {
  const part = Math.floor(points.length / 3);
  const keys = /** @type {const} */ (['gpu', 'worker', 'page']);
  return keys.flatMap((key) => {
    const early = median(points.slice(part, 2 * part).map((point) => point[key]));
    const late = median(points.slice(-part).map((point) => point[key]));
    if (late <= early * allowed[key]) return [];
    return [`${key}: from ${mib(early).trim()} to ${mib(late).trim()} MiB`];
  });
}

/**
 * Builds the page and goes round in it. Prints the memory after every round. Needs the npm packages.
 * @param {number} minutes
 * @returns {Promise<number>} the exit status: 1 where memory grew
 * @throws {PlainError} where the page cannot be built, stands still, or there were too few rounds
 */
export async function soak(minutes) {
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
    const heaps = await heapsOf(page);
    await page.goto(`http://localhost:${site.port}/lab/`);
    await page.getByTestId('size').getByText('Tiny').click();
    /** @type {Bytes[]} */
    const points = [];
    const began = performance.now();
    console.log(
      `\n${'after'.padStart(12)} ${'GPU'.padStart(9)} ${'worker'.padStart(9)} ${'page'.padStart(9)}   MiB`,
    );
    while (performance.now() - began < minutes * 60_000) {
      await round(page);
      const bytes = await measure(page, heaps);
      points.push(bytes);
      console.log(line(`${((performance.now() - began) / 60_000).toFixed(1)} min`, bytes));
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
