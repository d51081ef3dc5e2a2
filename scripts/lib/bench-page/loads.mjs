// Measures how the page opens: when something, the curves and the maps are there, what keeps the main thread, what moves.

import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { gzipSync } from 'node:zlib';
import { inRoot } from '../paths.mjs';
import { summary } from './statistics.mjs';

/** @typedef {import('@playwright/test').Page} Page */

/** Milliseconds after which a page has settled. */
const settled = 8000;

/** Screens on which shifts are measured. */
const screens = [
  { width: 1440, height: 900 },
  { width: 1280, height: 720 },
  { width: 390, height: 844 },
];

/**
 * What the page notes of itself.
 * @typedef {Window & { noted: { drawn: number, maps: number, blocked: number, shifts: { value: number, moved: string[] }[] } }} NotingWindow
 */

/** Runs in the page before its own script. */
function note() {
  const noted = {
    drawn: Number.NaN,
    maps: Number.NaN,
    blocked: 0,
    shifts: /** @type {{ value: number, moved: string[] }[]} */ ([]),
  };
  /** @type {NotingWindow} */ (/** @type {unknown} */ (window)).noted = noted;
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) noted.blocked += Math.max(0, duration - 50);
  }).observe({ type: 'longtask', buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const { hadRecentInput, value, sources } =
        /** @type {PerformanceEntry & { hadRecentInput: boolean, value: number, sources: { node: Node | null }[] }} */ (
          entry
        );
      const moved = sources.flatMap(({ node }) => {
        const element = node instanceof Element ? node : node?.parentElement;
        return element
          ? [`${element.localName} ${element.getAttribute('data-testid') ?? element.className}`]
          : [];
      });
      if (!hadRecentInput) noted.shifts.push({ value, moved });
    }
  }).observe({ type: 'layout-shift', buffered: true });
  /** The first weight of the first map, inside its frame: canvases are there, and clear, before they are drawn on. */
  const isMapDrawn = () => {
    const canvas = /** @type {HTMLCanvasElement | null} */ (
      document.querySelector('li [data-testid^="map-"] ~ * canvas')
    );
    return canvas?.getContext('2d')?.getImageData(2, 2, 1, 1).data[3] === 255;
  };
  const look = () => {
    const isDrawn =
      document.querySelector('[data-testid="x-ticks"]') && document.querySelector('[data-cell]');
    if (isDrawn && Number.isNaN(noted.drawn)) noted.drawn = performance.now();
    if (isMapDrawn()) noted.maps = performance.now();
    if (Number.isNaN(noted.drawn) || Number.isNaN(noted.maps)) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

/** @param {Page} page */
const notedBy = (page) =>
  page.evaluate(() => /** @type {NotingWindow} */ (/** @type {unknown} */ (window)).noted);

/**
 * Opens the page in a browser context that has nothing of it yet.
 * @template T
 * @param {import('@playwright/test').Browser} browser
 * @param {string} url
 * @param {{ width: number, height: number }} viewport
 * @param {(page: Page) => Promise<T>} use
 */
async function withNewPage(browser, url, viewport, use) {
  const context = await browser.newContext({ viewport });
  try {
    const page = await context.newPage();
    await page.addInitScript(note);
    await page.goto(url);
    return await use(page);
  } finally {
    await context.close();
  }
}

/**
 * Opens the page again and again without a cache, in milliseconds from the navigation's start. There is no network between: the
 * files come from this machine.
 * @param {import('@playwright/test').Browser} browser
 * @param {string} url
 * @param {number} loads
 */
export async function measureLoads(browser, url, loads) {
  const all = [];
  for (let i = 0; i < loads; i++)
    all.push(
      await withNewPage(browser, url, { width: 1440, height: 900 }, async (page) => {
        await page.waitForFunction(() => {
          const { drawn, maps } = /** @type {NotingWindow} */ (/** @type {unknown} */ (window)).noted;
          return drawn > 0 && maps > 0;
        });
        await page.waitForTimeout(3000);
        const paint = await page.evaluate(
          () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime,
        );
        const scripts = await page.evaluate(() =>
          performance
            .getEntriesByType('resource')
            .map(({ name }) => name)
            .filter((name) => new URL(name).pathname.endsWith('.js')),
        );
        const { drawn, maps, blocked } = await notedBy(page);
        return { paint: paint ?? Number.NaN, drawn, maps, blocked, scripts };
      }),
    );
  const files = [...new Set(all[0]?.scripts.map((name) => basename(new URL(name).pathname)))]
    .map((name) => inRoot('dist', 'assets', name))
    .map((path) => readFileSync(path));
  return {
    firstPicture: summary(all.map(({ paint }) => paint)),
    drawn: summary(all.map(({ drawn }) => drawn)),
    maps: summary(all.map(({ maps }) => maps)),
    blocked: summary(all.map(({ blocked }) => blocked)),
    /** Bytes of script that the page's own thread loads, as files and as a host would send them. */
    scriptBytes: files.reduce((sum, file) => sum + file.length, 0),
    scriptBytesCompressed: files.reduce((sum, file) => sum + gzipSync(file).length, 0),
  };
}

/** How many of the shifts' groups of elements are told. */
const told = 6;

/** Adds up shifts by the elements that moved together, the largest first. @param {{ value: number, moved: string[] }[]} shifts */
function worst(shifts) {
  /** @type {Map<string, number>} */
  const sums = new Map();
  for (const { value, moved } of shifts) {
    const key = [...new Set(moved)].sort().join(', ');
    sums.set(key, (sums.get(key) ?? 0) + value);
  }
  return [...sums].sort(([, a], [, b]) => b - a).slice(0, told);
}

/**
 * Adds up the layout shifts that no input has made: in the first seconds, and in the first of training.
 * @param {import('@playwright/test').Browser} browser
 * @param {string} url
 */
export async function measureShifts(browser, url) {
  const all = [];
  for (const screen of screens)
    all.push(
      await withNewPage(browser, url, screen, async (page) => {
        await page.waitForTimeout(settled);
        const { length } = (await notedBy(page)).shifts;
        await page.getByTestId('train').click();
        await page.waitForTimeout(settled);
        const { shifts } = await notedBy(page);
        /** @param {typeof shifts} own */
        const sum = (own) => own.reduce((total, { value }) => total + value, 0);
        return {
          screen: `${screen.width}×${screen.height}`,
          loading: sum(shifts.slice(0, length)),
          training: sum(shifts.slice(length)),
          moved: worst(shifts),
        };
      }),
    );
  return all;
}
