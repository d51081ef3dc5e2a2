/** The bench's sessions as pages of one Chromium: each an empty document that loads bench/session.ts from Vite's server. */
import type { Browser } from '@playwright/test';
import type { ViteDevServer } from 'vite';
import { adapterFlags, commonFlags, graphicsCardFlags, webgpuFlag } from '../scripts/lib/chromium-flags.mjs';
import { findChromium } from '../scripts/lib/find-chromium.mjs';
import { PlainError } from '../scripts/lib/process.mjs';
import type { AdapterFacts } from '../src/platform/gpu';
import type { Place } from './place';
import type { Session } from './run';

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
 * @param server has begun to listen
 * @param adapter see adapterFlags
 * @throws {PlainError} where none do
 */
export async function openChromium(server: ViteDevServer, adapter: string | undefined): Promise<Place> {
  const { chromium } = await import('@playwright/test');
  const executablePath = await findChromium();
  for (const flags of adapterFlags(adapter)) {
    const browser = await chromium.launch({ executablePath, args: [...benchFlags, ...flags] });
    const address = `${server.resolvedUrls?.local[0]}bench.html`;
    const openSession = (isolated: boolean) => openPage(browser, address, isolated);
    const probe = await openSession(false);
    const facts = (await probe.call('adapterFacts')) as AdapterFacts | null;
    await probe.close();
    if (facts && !(adapter === undefined && flags === graphicsCardFlags && facts.isFallback)) {
      const where = `Chromium ${browser.version()}`;
      return { facts, where, browser: true, openSession, close: () => browser.close() };
    }
    await browser.close();
  }
  throw new PlainError(
    `Chromium offers no WebGPU adapter${adapter === undefined || adapter === 'default' ? '' : ` called "${adapter}"`}. ` +
      'Try --adapter swiftshader, which computes on the CPU, or see chrome://gpu for what blocks the graphics card.',
  );
}

const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

async function openPage(browser: Browser, address: string, isolated: boolean): Promise<Session> {
  const page = await browser.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error') console.error(`\n${message.text()}`);
  });
  await page.route(address, (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: '<!doctype html><title>Bench</title>',
      ...(isolated && { headers: isolation }),
    }),
  );
  await page.goto(address);
  return {
    // As text: Vite would rewrite an import in a function for Node.
    call: (name, ...args) =>
      page.evaluate(
        `import('/bench/session.ts').then((session) => session.${name}(...${JSON.stringify(args)}))`,
      ),
    close: () => page.close(),
  };
}
