// The bench's sessions as pages of one Chromium: each an empty document that loads bench/session.ts from Vite's server.

import { findChromium } from './find-chromium.mjs';
import { PlainError } from './process.mjs';

const commonFlags = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // All pages but one lie behind another.
  '--disable-renderer-backgrounding',
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  // Else timestamps are rounded to 100 µs.
  '--disable-dawn-features=timestamp_quantization',
  '--enable-unsafe-webgpu',
];

/** On Linux Chromium reaches a graphics card's WebGPU through Vulkan only when told to. */
const graphicsCardFlags =
  process.platform === 'linux' ? ['--enable-features=Vulkan', '--use-angle=vulkan'] : [];
const swiftShaderFlags = ['--use-webgpu-adapter=swiftshader'];

/**
 * @param {string | undefined} adapter "default" for the graphics card, another name for Chromium's
 * --use-webgpu-adapter; without it the graphics card or, where there is none, SwiftShader
 * @returns {string[][]} flags to try in turn
 */
export function adapterFlags(adapter) {
  if (adapter === undefined) return [graphicsCardFlags, swiftShaderFlags];
  if (adapter === 'default') return [graphicsCardFlags];
  return [[`--use-webgpu-adapter=${adapter}`]];
}

/**
 * Starts Chromium with the first flags that give an adapter.
 * @param {import('vite').ViteDevServer} server
 * @param {string | undefined} adapter see adapterFlags
 */
export async function openChromium(server, adapter) {
  const { chromium } = await import('@playwright/test');
  const executablePath = await findChromium();
  for (const flags of adapterFlags(adapter)) {
    const browser = await chromium.launch({ executablePath, args: [...commonFlags, ...flags] });
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
