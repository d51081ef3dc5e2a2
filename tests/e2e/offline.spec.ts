// The lab without a network after one visit, and a new version that waits until nothing trains. The host is the test's
// own, so that it can be shut down and its files changed.
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, expect, type Page, test } from '@playwright/test';
import { inRoot } from '../../scripts/lib/paths.mjs';
import { siteHeaders } from '../../scripts/lib/site-headers.mjs';
import { serveFolder } from '../../scripts/lib/static-server.mjs';
import mixing from '../../src/lessons/files/mixing.json' with { type: 'json' };
import { firstStep, lossesOf, openReady, openTab } from './lab';

// One visit for all of it, whose files a browser takes seconds to store: a newer version of them first, then without a network.
test.describe.configure({ mode: 'serial' });
test.use({ serviceWorkers: 'allow' });

let folder: string;
let host: Awaited<ReturnType<typeof serveFolder>>;
let url: string;
let context: BrowserContext;
let page: Page;

test.beforeAll(async ({ browser }) => {
  folder = mkdtempSync(join(tmpdir(), 'attention-lab-site-'));
  cpSync(inRoot('dist'), folder, { recursive: true });
  host = await serveFolder(folder, 0, { '/any/where/': siteHeaders });
  url = `http://localhost:${host.port}/any/where/`;
  context = await browser.newContext();
  page = await context.newPage();
});
test.afterAll(async () => {
  await context.close();
  await host.close();
  rmSync(folder, { recursive: true });
});

/** Holds what the help says of the lab's files in this browser. */
async function expectKeptFiles(page: Page, said: string) {
  await page.getByTestId('help').click();
  await expect(page.getByTestId('offline-cache')).toContainText(said);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
}

async function makeTiny(page: Page, steps: number) {
  await openTab(page, 'settings');
  await page.getByTestId('size').getByText('Tiny', { exact: true }).click();
  await page.getByTestId('steps').fill(String(steps));
  await page.getByTestId('steps').press('Enter');
}

/** What a new release leaves: another index.html, and a service worker that knows its hash. */
function release(title: string) {
  const index = join(folder, 'index.html');
  writeFileSync(index, readFileSync(index, 'utf8').replace(/<title>.*<\/title>/, `<title>${title}</title>`));
  const worker = join(folder, 'sw.js');
  const before = readFileSync(worker, 'utf8');
  // Minified, a string may stand in any quotes and its properties in any order.
  const after = before.replace(
    /(url:["'`]index\.html["'`],revision:["'`])\w+/,
    `$1${title.length}${Date.now()}`,
  );
  if (after === before) throw new Error('sw.js does not list index.html as this test expects.');
  writeFileSync(worker, after);
}

test('where the files cannot be stored, the page says so and works', async ({ browser }) => {
  const another = await browser.newPage();
  const worker = join(folder, 'sw.js');
  const whole = readFileSync(worker);
  appendFileSync(
    worker,
    '\nself.addEventListener("install", (e) => e.waitUntil(Promise.reject(new Error("full"))));\n',
  );
  await another.goto(url);
  await expectKeptFiles(another, 'not all of its files could be fetched and stored');
  await expect(another.getByTestId('engine-info')).toContainText('·');
  await another.close();
  writeFileSync(worker, whole);
});

test('a new version waits, is not taken while this tab or another one trains, and then is', async () => {
  await page.goto(url);
  await expectKeptFiles(page, 'without a network');
  release('Attention Lab, next');
  await page.reload();
  const notice = page.getByTestId('update-notice');
  const take = page.getByTestId('take-update');
  await expect(notice).toContainText('A new version is ready.');
  await expect(page).toHaveTitle('Attention Lab');

  await makeTiny(page, 100_000);
  // Opened before anything trains, which takes every core.
  const other = await context.newPage();
  await other.goto(url);
  await expect(other).toHaveTitle('Attention Lab');
  await expect(other.getByTestId('take-update')).toBeEnabled();

  await page.bringToFront();
  await page.getByTestId('train').click();
  await expect(take).toBeDisabled();
  await expect(notice).toContainText('once training is paused');
  await other.getByTestId('take-update').click();
  await expect(other.getByTestId('update-notice')).toContainText('trains in another tab');

  await expect(page.getByTestId('pause')).toBeEnabled({ timeout: firstStep });
  await page.getByTestId('pause').click();
  await expect(page.getByTestId('message')).toHaveText('Paused.', { timeout: firstStep });
  await take.click();
  await expect(page).toHaveTitle('Attention Lab, next');
  await expect(notice).toHaveCount(0);
  // The other tab is told, and keeps what it shows until its reader reloads it.
  await expect(other.getByTestId('update-notice')).toContainText('Another tab has loaded a new version');
  await expect(other).toHaveTitle('Attention Lab');
  await other.getByTestId('take-update').click();
  await expect(other).toHaveTitle('Attention Lab, next');
  await other.close();
});

test('after one visit the lab opens and trains on Moby-Dick without a network, and has the ready experiment that was opened', async () => {
  await openReady(page, 'recall');
  await context.setOffline(true);
  await host.close();
  await page.reload();
  await expect(page).toHaveTitle('Attention Lab, next');
  await expect(page.getByTestId('engine-info')).toContainText('Processor');
  await openReady(page, 'recall');
  await expect(page.getByTestId('message')).toContainText('Recorded on');
  // Another one says what it needs.
  await page.getByTestId('library').click();
  await page.getByTestId('ready-mixing').click();
  await expect(page.getByTestId('ready-error')).toContainText('it was not opened before');
  await page.getByRole('button', { name: 'New experiment' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await makeTiny(page, 2);
  await page.getByTestId('train').click();
  await expect(page.getByTestId('message')).toContainText('Finished', { timeout: firstStep });
  await lossesOf(page);
  await openTab(page, 'data');
  await page.getByTestId('corpus-stateOfTheUnion').click();
  await expect(page.getByTestId('text-sample')).toContainText('STATE OF THE UNION 1945');
  const licence = await page.evaluate(async () => (await fetch('corpora/moby-dick.LICENSE.txt')).ok);
  expect(licence).toBe(true);

  // A lecture too: the hall, and the presenter's window with its notes.
  await page.goto(`${url}?present&lesson=mixing`);
  await expect(page.getByTestId('claim')).toHaveText(mixing.steps[0]?.title.en as string);
  const [presenter] = await Promise.all([context.waitForEvent('page'), page.keyboard.press('p')]);
  await expect(presenter.getByTestId('joined')).toHaveAttribute('data-connected', 'true');
  await expect(presenter.getByTestId('notes')).toContainText('Read one sample aloud');
  await presenter.keyboard.press('PageDown');
  await expect(page.getByTestId('claim')).toHaveText(mixing.steps[1]?.title.en as string);
});
