// The bench's sessions as pages of one Chromium: each an empty document that loads bench/session.ts from Vite's server.

import { adapterFlags, commonFlags, graphicsCardFlags, webgpuFlag } from './chromium-flags.mjs';
import { findChromium } from './find-chromium.mjs';
import { PlainError } from './process.mjs';

/** What only measuring needs. */
const benchFlags = [
  ...commonFlags,
  webgpuFlag,
  // All pages but one lie behind another.
  '--disable-renderer-backgrounding',
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  // Else timestamps are rounded to 100 µs.
  '--disable-dawn-features=timestamp_quantization',
];

/**
 * Starts Chromium with the first flags that give an adapter.
 * @param {import('vite').ViteDevServer} server
 * @param {string | undefined} adapter see adapterFlags
 */
export async function openChromium(server, adapter) {
  const { chromium } = await import('@playwright/test');
  const executablePath = await findChromium();
  for (const flags of adapterFlags(adapter)) {
    const browser = await chromium.launch({ executablePath, args: [...benchFlags, ...flags] });
    const openSession = () => openPage(browser, server.resolvedUrls.local[0]);
    const probe = await openSession();
    const facts = await probe.call('adapterFacts');
    await probe.close();
    if (facts && !(adapter === undefined && flags === graphicsCardFlags && facts.isFallbackAdapter)) {
      return { facts, where: `Chromium ${browser.version()}`, openSession, close: () => browser.close() };
    }
    await browser.close();
  }
  throw new PlainError(
    `Chromium offers no WebGPU adapter${adapter === undefined || adapter === 'default' ? '' : ` called "${adapter}"`}. ` +
      'Try --adapter swiftshader, which computes on the CPU, or see chrome://gpu for what blocks the graphics card.',
  );
}

async function openPage(browser, origin) {
  const page = await browser.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error') console.error(`\n${message.text()}`);
  });
  const address = `${origin}bench.html`;
  await page.route(address, (route) =>
    route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>Bench</title>' }),
  );
  await page.goto(address);
  return {
    call: (name, ...args) =>
      page.evaluate(
        async ([name, args]) => {
          const session = await import('/bench/session.ts');
          return session[name](...args);
        },
        [name, args],
      ),
    close: () => page.close(),
  };
}
