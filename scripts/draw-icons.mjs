// Draws public/icons/*.png from icon.svg with Chromium. Run it when icon.svg changed, and commit what it writes.

import { readFileSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { commonFlags } from './lib/chromium-flags.mjs';
import { findChromium } from './lib/find-chromium.mjs';
import { inRoot } from './lib/paths.mjs';
import { runMain } from './lib/process.mjs';

// Where the system cuts the icon to a shape of its own, the colour reaches the edge and the picture keeps within the
// inner circle of 80% that is never cut.
const images = [
  { name: 'icon-192', size: 192, cut: false },
  { name: 'icon-512', size: 512, cut: false },
  { name: 'maskable-512', size: 512, cut: true },
  { name: 'apple-touch-icon', size: 180, cut: true },
];

await runMain(async () => {
  const svg = readFileSync(inRoot('public', 'icons', 'icon.svg'), 'utf8');
  const ground = /<rect [^>]*fill="([^"]+)"/.exec(svg)?.[1];
  const browser = await chromium.launch({ executablePath: await findChromium(), args: commonFlags });
  const page = await browser.newPage();
  for (const { name, size, cut } of images) {
    await page.setViewportSize({ width: size, height: size });
    await page.setContent(
      `<style>body { margin: 0; background: ${cut ? ground : 'transparent'} } svg { display: block; ${cut ? 'scale: 0.8' : ''} }</style>${svg}`,
    );
    const path = inRoot('public', 'icons', `${name}.png`);
    await page.screenshot({ path, omitBackground: true });
    console.log(`Drew ${path}.`);
  }
  await browser.close();
});
