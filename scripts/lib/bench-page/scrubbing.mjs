// Drags the time slider over a page's captures, and measures the frames and what stays in memory.

import { setTimeout } from 'node:timers/promises';
import { PlainError } from '../process.mjs';
import { summariseFrames, traced } from './frames.mjs';

/** @typedef {import('@playwright/test').Page} Page */

/** Pointer events of one drag across. Chromium hands on at most one a frame. */
const moves = 200;
/** Milliseconds between two of them. */
const interval = 15;
/** Drags between the measurements of memory. */
const drags = 10;

/**
 * Drags the time slider once, from its first moment to its last or back.
 * @param {Page} page @param {boolean} back @param {number} [count] pointer events of the drag
 */
async function drag(page, back, count = moves) {
  const box = await page.getByTestId('time-slider').boundingBox();
  if (!box) throw new PlainError('The page shows no time slider.');
  // Short of the end, which is live.
  const at = (/** @type {number} */ share) => box.x + box.width * (0.01 + 0.98 * (back ? 1 - share : share));
  const y = box.y + box.height / 2;
  await page.mouse.move(at(0), y);
  await page.mouse.down();
  const sent = [];
  for (let i = 1; i <= count; i++) {
    // A hand waits for no answer.
    sent.push(page.mouse.move(at(i / count), y));
    await setTimeout(interval);
  }
  await Promise.all(sent);
  await page.mouse.up();
}

/** Bytes of script in use after the garbage is collected. @param {Page} page */
async function heapBytes(page) {
  const session = await page.context().newCDPSession(page);
  for (let i = 0; i < 2; i++) await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize;
}

/**
 * Measures the frames of a drag on one tab.
 * @param {import('@playwright/test').Browser} browser
 * @param {Page} page whose runs are trained and captured
 * @param {string} tab of the dock
 * @param {number} [count] pointer events of the drag
 */
export async function measureFrames(browser, page, tab, count) {
  await page.getByTestId(`tab-${tab}`).click();
  // Once before, so that all of the script is compiled.
  await drag(page, false, count);
  return summariseFrames(await traced(browser, page, () => drag(page, true, count)));
}

/**
 * @param {import('@playwright/test').Browser} browser
 * @param {Page} page whose runs are trained and captured
 * @param {string[]} tabs of the dock, which the frames are measured on
 */
export async function measureScrubbing(browser, page, tabs) {
  /** @type {Record<string, ReturnType<typeof summariseFrames>>} */
  const frames = {};
  for (const tab of tabs) frames[tab] = await measureFrames(browser, page, tab);
  await page.getByTestId(`tab-${tabs[0]}`).click();
  const before = await heapBytes(page);
  for (let i = 0; i < drags; i++) await drag(page, i % 2 === 1);
  return { frames, heap: { before, after: await heapBytes(page) } };
}
