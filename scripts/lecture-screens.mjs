// npm run screens: takes the pictures of docs/lecture.md, every step of a lesson as a hall sees it on a projector of 1280×720.

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseOptions } from './lib/arguments.mjs';
import { commonFlags } from './lib/chromium-flags.mjs';
import { ensurePackages } from './lib/ensure-packages.mjs';
import { findChromium } from './lib/find-chromium.mjs';
import { inRoot, tools } from './lib/paths.mjs';
import { PlainError, runMain, runTool } from './lib/process.mjs';
import { serveFolder } from './lib/static-server.mjs';
import { prepareCorpora } from './prepare-corpora.mjs';

const usage = `npm run screens -- [--built], which writes docs/screens/lecture/mixing-1.webp and so on
  --built      takes dist/ as it is instead of building it`;

const options = /** @type {const} */ ({
  built: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
});

const lesson = 'mixing';
const folder = inRoot('docs', 'screens', 'lecture');
const viewport = { width: 1280, height: 720 };
/** Of WebP, from 0 to 1: letters stay sharp. */
const quality = 0.85;

/**
 * Takes the picture of a step once its curves stand still.
 * @param {import('@playwright/test').Page} page
 * @param {string} address of the step in the hall
 */
async function pictureOf(page, address) {
  await page.goto(address);
  await page.getByTestId('hall-step').waitFor();
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
  try {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const page = await browser.newPage({ viewport, locale: 'en-US', reducedMotion: 'reduce' });
    for (let step = 1; step <= steps.length; step++) {
      const address = `http://localhost:${site.port}/lab/?present&lesson=${lesson}&step=${step}`;
      const picture = await toWebp(page, await pictureOf(page, address));
      const file = join(folder, `${lesson}-${step}.webp`);
      writeFileSync(file, picture);
      console.log(`${file}: ${Math.round(picture.length / 1000)} kB`);
    }
  } finally {
    await browser.close();
    await site.close();
  }
});
