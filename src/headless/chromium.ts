/** The lab's worker in pages of a headless Chromium, on the graphics card or, where there is none, on the CPU. */
import type { Browser, Page } from '@playwright/test';
import type { ViteDevServer } from 'vite';
import { adapterFlags, commonFlags, webgpuFlag } from '../../scripts/lib/chromium-flags.mjs';
import { findChromium } from '../../scripts/lib/find-chromium.mjs';
import { PlainError } from '../../scripts/lib/process.mjs';
import type { DriveResult } from './drive';
import type { TrainedSweep } from './driveSweep';
import type { HeadlessEngine } from './headlessEngine';

export interface ChromiumEngine extends HeadlessEngine {
  /** Opens a page that can import modules of src. The caller closes it. */
  openPage(): Promise<Page>;
}

/**
 * @param server has begun to listen
 * @param softwareToo whether an adapter on the CPU will do where there is no graphics card
 * @throws {PlainError} where there is no Chromium, or it offers no adapter
 */
export async function openChromiumEngine(
  server: ViteDevServer,
  { softwareToo }: { softwareToo: boolean },
): Promise<ChromiumEngine> {
  const { chromium } = await import('@playwright/test');
  const executablePath = await findChromium();
  const openPage = (browser: Browser) => openEmptyPage(browser, server);
  const ways = adapterFlags();
  for (const flags of ways) {
    const browser = await chromium.launch({ executablePath, args: [webgpuFlag, ...commonFlags, ...flags] });
    const adapter = await findAdapter(await openPage(browser));
    if (adapter && (!adapter.software || (softwareToo && flags === ways.at(-1))))
      return {
        version: `Chromium ${browser.version()}`,
        async run(work, { onProgress, onExport }) {
          const page = await openPage(browser);
          try {
            await page.exposeFunction('headlessProgress', onProgress);
            if (onExport) await page.exposeFunction('headlessExport', onExport);
            return await page.evaluate<DriveResult>(callInPage('runInPage', work));
          } finally {
            await page.close();
          }
        },
        async sweep(work, { onProgress }) {
          const page = await openPage(browser);
          try {
            await page.exposeFunction('headlessProgress', onProgress);
            return await page.evaluate<TrainedSweep>(callInPage('sweepInPage', work));
          } finally {
            await page.close();
          }
        },
        openPage: () => openPage(browser),
        close: () => browser.close(),
      };
    await browser.close();
  }
  throw new PlainError(
    'Chromium offers no WebGPU adapter. See chrome://gpu for why, or train with --engine processor.',
  );
}

/** Calls what chromiumPage.ts exports. As text: Vite would rewrite an import in a function for Node. */
const callInPage = (name: 'runInPage' | 'sweepInPage', work: unknown) =>
  `import('/src/headless/chromiumPage.ts').then((m) => m.${name}(${JSON.stringify(work)}))`;

/** An empty document at the address where the site's files are. */
async function openEmptyPage(browser: Browser, server: ViteDevServer): Promise<Page> {
  const address = `${server.resolvedUrls?.local[0]}engine.html`;
  const page = await browser.newPage();
  await page.route(address, (route) =>
    route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>Engine</title>' }),
  );
  await page.goto(address);
  return page;
}

/** Closes the page. null where there is no adapter. */
async function findAdapter(page: Page): Promise<{ software: boolean } | null> {
  const found = await page.evaluate(async () => {
    const adapter = await navigator.gpu?.requestAdapter();
    return adapter ? { software: adapter.info?.isFallbackAdapter ?? false } : null;
  });
  await page.close();
  return found;
}
