// Drags the time slider over a page's captures, and measures the frames and what stays in memory.

import { setTimeout } from 'node:timers/promises';
import { PlainError } from '../process.mjs';
import { summariseFrames, traced } from './frames.mjs';

/** @typedef {import('@playwright/test').Page} Page */

/** Pointer events of one drag across. Chromium hands on at most one a frame. */
const moves = 200;
/** Their places on the slider, from 0 to 1, short of its end, which is live. */
const across = Array.from({ length: moves }, (_, i) => 0.01 + (0.98 * (i + 1)) / moves);
/** Milliseconds between two of them. */
const interval = 15;
/** Drags between the measurements of memory. */
const drags = 10;

/**
 * Drags the time slider over places on it, from 0 to 1, an event for each.
 * @param {Page} page @param {readonly number[]} places
 */
async function drag(page, places) {
  const box = await page.getByTestId('time-slider').boundingBox();
  if (!box) throw new PlainError('The page shows no time slider.');
  const y = box.y + box.height / 2;
  const move = (/** @type {number} */ place) => page.mouse.move(box.x + box.width * place, y);
  await move(places[0] ?? 0);
  await page.mouse.down();
  const sent = [];
  for (const place of places) {
    // A hand waits for no answer.
    sent.push(move(place));
    await setTimeout(interval);
  }
  await Promise.all(sent);
  await page.mouse.up();
}

/**
 * Finds where the slider has captures, so that each event of a drag comes to another one: of many maps few are held.
 * @param {Page} page
 */
export const capturePlaces = (page) =>
  page
    .getByTestId('time-slider')
    .locator('path')
    .evaluate((path) => {
      const { width } = /** @type {SVGPathElement} */ (path).ownerSVGElement?.viewBox.baseVal ?? { width: 1 };
      const steps = (path.getAttribute('d') ?? '').matchAll(/M(\d+)/g);
      // The last one stands at the end.
      return Array.from(steps, ([, step]) => Math.min(0.99, Number(step) / width));
    });

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
 * @param {readonly number[]} [places] of the drag, from 0 to 1
 */
export async function measureFrames(browser, page, tab, places = across) {
  await page.getByTestId(`tab-${tab}`).click();
  // Once before, so that all of the script is compiled.
  await drag(page, places);
  return summariseFrames(await traced(browser, page, () => drag(page, places.toReversed())));
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
  for (let i = 0; i < drags; i++) await drag(page, i % 2 === 1 ? across.toReversed() : across);
  return { frames, heap: { before, after: await heapBytes(page) } };
}
