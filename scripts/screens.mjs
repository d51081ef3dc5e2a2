// npm run screens: takes the pictures of docs/screens: a first visit in three sizes and both themes, and every step of a lesson as a
// hall sees it on a projector of 1280×720.

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseOptions } from './lib/arguments.mjs';
import { commonFlags } from './lib/chromium-flags.mjs';
import { ensurePackages } from './lib/ensure-packages.mjs';
import { findChromium } from './lib/find-chromium.mjs';
import { inRoot, tools } from './lib/paths.mjs';
import { PlainError, runMain, runTool } from './lib/process.mjs';
import { serveFolder } from './lib/static-server.mjs';
import { prepareCorpora } from './prepare-corpora.mjs';

const usage = `npm run screens -- [--built], which writes docs/screens/light-1440x900.webp, docs/screens/lecture/mixing-1.webp and so on
  --built      takes dist/ as it is instead of building it`;

const options = /** @type {const} */ ({
  built: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
});

const lesson = 'mixing';
const folder = inRoot('docs', 'screens');
const projector = { width: 1280, height: 720 };
const sizes = [
  { width: 1440, height: 900 },
  { width: 1280, height: 720 },
  { width: 390, height: 844 },
];
/** Of WebP, from 0 to 1: letters stay sharp. */
const quality = 0.85;

/**
 * Takes the picture of a first visit: its recording at a step on the way, with a map large.
 * @param {import('@playwright/test').Page} page
 * @param {string} address
 */
async function pictureOfVisit(page, address) {
  await page.goto(address);
  await page.getByTestId('map-3-0').click();
  await page.getByTestId('big-map').waitFor();
  const slider = page.getByTestId('time-slider');
  await slider.focus();
  while (Number(await slider.getAttribute('aria-valuenow')) > 80) await slider.press('ArrowLeft');
  await slider.blur();
  return pictureAtRest(page);
}

/**
 * Takes the picture of a step once its curves stand still.
 * @param {import('@playwright/test').Page} page
 * @param {string} address of the step in the hall
 */
async function pictureOfStep(page, address) {
  await page.goto(address);
  await page.getByTestId('hall-step').waitFor();
  return pictureAtRest(page);
}

/** @param {import('@playwright/test').Page} page */
async function pictureAtRest(page) {
  // A pointer over a control would have its hint shown.
  await page.mouse.move(0, 0);
  await page.waitForLoadState('networkidle');
  await page.waitForTimeout(1500);
  return page.screenshot();
}

/**
 * Compresses a picture by the browser's own encoder.
 * @param {import('@playwright/test').Page} page
 * @param {Buffer} png
 */
async function toWebp(page, png) {
  const written = await page.evaluate(
    async ([data, quality]) => {
      const image = new Image();
      image.src = data;
      await image.decode();
      const canvas = Object.assign(document.createElement('canvas'), {
        width: image.naturalWidth,
        height: image.naturalHeight,
      });
      canvas.getContext('2d')?.drawImage(image, 0, 0);
      return canvas.toDataURL('image/webp', quality);
    },
    /** @type {const} */ ([`data:image/png;base64,${png.toString('base64')}`, quality]),
  );
  if (!written.startsWith('data:image/webp')) throw new PlainError('This Chromium writes no WebP.');
  return Buffer.from(written.slice(written.indexOf(',') + 1), 'base64');
}

await runMain(async () => {
  const { values } = parseOptions({ options }, usage);
  if (values.help) {
    console.log(usage);
    return;
  }
  await ensurePackages();
  prepareCorpora();
  if (!values.built && (await runTool(tools.vite, ['build'])) !== 0)
    throw new PlainError('The page could not be built.');
  const { steps } = JSON.parse(readFileSync(inRoot('src', 'lessons', 'files', `${lesson}.json`), 'utf8'));
  const { chromium } = await import('@playwright/test');
  const site = await serveFolder(inRoot('dist'), 0, { '/lab/': () => ({}) });
  const browser = await chromium.launch({ executablePath: await findChromium(), args: commonFlags });
  const lab = `http://localhost:${site.port}/lab/`;
  /**
   * @param {import('@playwright/test').Page} page
   * @param {string} name
   * @param {Buffer} png
   */
  const write = async (page, name, png) => {
    const picture = await toWebp(page, png);
    const file = join(folder, `${name}.webp`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, picture);
    console.log(`${file}: ${Math.round(picture.length / 1000)} kB`);
  };
  try {
    rmSync(folder, { recursive: true, force: true });
    const still = /** @type {const} */ ({ locale: 'en-US', reducedMotion: 'reduce' });
    for (const colorScheme of /** @type {const} */ (['light', 'dark']))
      for (const viewport of sizes) {
        const touch = viewport.width < 900 && { hasTouch: true, isMobile: true };
        const page = await browser.newPage({ ...still, ...touch, colorScheme, viewport });
        const png = await pictureOfVisit(page, lab);
        await write(page, `${colorScheme}-${viewport.width}x${viewport.height}`, png);
        await page.close();
      }
    const hall = await browser.newPage({ ...still, viewport: projector });
    for (let step = 1; step <= steps.length; step++) {
      const png = await pictureOfStep(hall, `${lab}?present&lesson=${lesson}&step=${step}`);
      await write(hall, `lecture/${lesson}-${step}`, png);
    }
  } finally {
    await browser.close();
    await site.close();
  }
});
