// The lab's engine without the lab's own page: its worker in a page of headless Chromium, or in Node on Dawn.

import { adapterFlags, commonFlags, webgpuFlag } from './chromium-flags.mjs';
import { dawnVersion, noAdapter, openProcess } from './dawn-process.mjs';
import { findChromium } from './find-chromium.mjs';
import { PlainError } from './process.mjs';

/**
 * Starts Chromium on the graphics card, or where there is none on the CPU.
 * @param {import('vite').ViteDevServer} server listening
 */
export async function openEngine(server) {
  const { chromium } = await import('@playwright/test');
  const executablePath = await findChromium();
  // An empty document at the address where the site's files are.
  const address = `${server.resolvedUrls.local[0]}engine.html`;
  const openPage = async (browser) => {
    const page = await browser.newPage();
    await page.route(address, (route) =>
      route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>Engine</title>' }),
    );
    await page.goto(address);
    return page;
  };
  for (const flags of adapterFlags()) {
    const browser = await chromium.launch({ executablePath, args: [webgpuFlag, ...commonFlags, ...flags] });
    const probe = await openPage(browser);
    const found = await probe.evaluate(async () => {
      const adapter = await navigator.gpu?.requestAdapter();
      return adapter ? { software: adapter.info.isFallbackAdapter ?? false } : null;
    });
    await probe.close();
    const last = flags === adapterFlags().at(-1);
    if (found && (last || !found.software)) {
      return {
        version: `Chromium ${browser.version()}`,
        /** Trains and evaluates; `error` in the result is a sentence. `onExport`, if given, gets the files of each run. */
        async run(experiment, { ownText = null, onExport }, onProgress) {
          const page = await openPage(browser);
          try {
            await page.exposeFunction('labProgress', onProgress);
            if (onExport) await page.exposeFunction('labExport', onExport);
            return await page.evaluate(runInPage, { experiment, ownText });
          } finally {
            await page.close();
          }
        },
        /** A page in which the lab's modules can be imported; whoever asks for it closes it. */
        openPage: () => openPage(browser),
        close: () => browser.close(),
      };
    }
    await browser.close();
  }
  throw new PlainError('Chromium offers no WebGPU adapter, not even on the CPU. See chrome://gpu for why.');
}

/**
 * The same as openEngine gives, but for pages, in Node processes on Dawn.
 * @param {string | undefined} adapter see openProcess
 */
export const openDawnEngine = (adapter) => ({
  version: dawnVersion(),
  async run(experiment, { ownText = null, onExport }, onProgress) {
    const listeners = { progress: onProgress, export: onExport };
    const child = openProcess('experiment-dawn-child.mjs', adapter, listeners);
    try {
      // Else the lab would train on the CPU's backend.
      if (!(await child.call('hasAdapter'))) throw noAdapter(adapter);
      return await child.call('run', { experiment, ownText }, onExport !== undefined);
    } finally {
      await child.close();
    }
  },
  close: async () => {},
});

/** Runs in the page. */
async function runInPage(work) {
  const { connectLab, proxy } = await import('/src/runtime/client.ts');
  const { driveLab } = await import('/scripts/lib/experiment-drive.mjs');
  let crash;
  const crashed = new Promise((resolve) => {
    crash = resolve;
  });
  const { lab, terminate } = connectLab(crash);
  const { labProgress: onProgress, labExport: onExport } = window;
  return driveLab(lab, work, { crashed, proxy, onProgress, onExport }).finally(terminate);
}
