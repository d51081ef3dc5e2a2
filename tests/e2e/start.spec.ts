// The lab starts and trains where a browser lacks, refuses or loses what it usually has (docs/faults.md, kinds 1 to 3).
import { expect, type Page, test } from '@playwright/test';
import { firstStep, lossesOf, openTab, stepOf, withoutRecording } from './lab';
import { besideTheLab, openWith, readSaved, saveAsVersion1, savedLosses, tiny } from './saved';

const message = (page: Page) => page.getByTestId('message');
const notice = (page: Page, id: string) => page.getByTestId(`notice-${id}`);
const engine = (page: Page) => page.getByTestId('engine-info');

/** What the settings say of the engine: what it is, why, and what to do for a faster one. */
async function expectEngineExplained(page: Page, said: string): Promise<void> {
  await openTab(page, 'settings');
  await expect(page.getByTestId('settings')).toContainText(said);
  // And where its name stands, on hover.
  await expect(engine(page)).toHaveAttribute('title', new RegExp(said));
}

/** Takes one step of the first experiment, and holds its losses to those of an untrained model. */
async function takeStep(page: Page): Promise<void> {
  await page.getByTestId('step').click();
  for (const loss of await lossesOf(page)) expect(Math.abs(loss - Math.log(81))).toBeLessThan(0.2);
}

test('by http from another name: opens and trains on the processor, and says why', async ({
  page,
  baseURL,
}) => {
  const { port } = new URL(baseURL as string);
  await withoutRecording(page);
  await page.goto(`http://lab.test:${port}/lab/`);
  expect(await page.evaluate(() => isSecureContext)).toBe(false);
  await expectEngineExplained(page, 'open to https pages and to localhost alone');
  await takeStep(page);
  // Its storage is there as anywhere.
  await expect.poll(async () => (await readSaved(page, 'My experiment'))?.entry?.step).toBe(1);
  await page.goto(`http://lab.test:${port}/lab/?embed`);
  await expect(page.getByTestId('train')).toBeEnabled();
});

test('without what a browser need not have, thread and storage too: opens and trains, and says so', async ({
  page,
}) => {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  await page.addInitScript(() => {
    const refuse = () => {
      throw new DOMException('The operation is insecure.', 'SecurityError');
    };
    for (const name of ['localStorage', 'sessionStorage'])
      Object.defineProperty(window, name, { get: refuse });
    Object.defineProperty(Navigator.prototype, 'serviceWorker', { get: refuse });
    for (const name of ['locks', 'storage', 'clipboard', 'hardwareConcurrency', 'gpu'])
      Object.defineProperty(Navigator.prototype, name, { value: undefined });
    for (const name of ['crypto', 'BroadcastChannel', 'ResizeObserver', 'matchMedia', 'structuredClone'])
      Object.defineProperty(window, name, { value: undefined, writable: true });
    IDBFactory.prototype.open = refuse;
    Object.defineProperty(window, 'Worker', { value: refuse });
    history.replaceState = refuse;
  });
  await page.goto('./');
  await expect(page.getByTestId('train')).toBeVisible();
  expect(errors).toEqual([]);
  await expect(notice(page, 'storage')).toContainText('allow no site data');
  await expectEngineExplained(page, 'All runs train in the page itself, on one core');
  await expect(page.getByTestId('slow-notice')).toContainText('Open the lab in a tab of its own');
  await takeStep(page);
  await openTab(page, 'settings');
  await page.getByTestId('steps').fill('40');
  await page.getByTestId('steps').press('Enter');
  await expect(page.getByTestId('progress')).toContainText('of 40');
  expect(errors).toEqual([]);
});

test('in a sandboxed frame the embedded lab trains', async ({ page, baseURL }) => {
  await page.goto(besideTheLab);
  // Such a frame is of no origin, so that the host has to let it have the site's files.
  const { origin } = new URL(baseURL as string);
  await page.setContent(
    `<iframe sandbox="allow-scripts" src="${origin}/strict/?embed" width="900" height="900"></iframe>`,
  );
  const lab = page.frameLocator('iframe');
  await lab.getByTestId('train').click();
  await expect(lab.getByTestId('slow-notice')).toContainText('in the page itself', { timeout: firstStep });
  await expect(lab.getByTestId('progress')).toContainText(/Step [1-9]/, { timeout: firstStep });
});

test('a database that is closed, or deleted in training, is opened anew, and has what the page holds', async ({
  page,
  baseURL,
}) => {
  await openWith(page);
  await page.evaluate(() => {
    const { transaction } = IDBDatabase.prototype;
    // Reads are the test's own.
    IDBDatabase.prototype.transaction = function (stores, mode, options) {
      if (mode !== 'readwrite') return transaction.call(this, stores, mode, options);
      IDBDatabase.prototype.transaction = transaction;
      throw new DOMException('The connection is closing.', 'InvalidStateError');
    };
  });
  await page.getByTestId('step').click();
  expect(await savedLosses(page, 'a', 'paused')).toHaveLength(1);
  await expect(notice(page, 'storage')).toHaveCount(0);

  const devtools = await page.context().newCDPSession(page);
  const { origin } = new URL(baseURL as string);
  await page.getByTestId('train').click();
  await devtools.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
  await expect(message(page)).toContainText('Finished', { timeout: firstStep });
  await expect(notice(page, 'savedAnew')).toContainText('has been saved anew');
  await expect(notice(page, 'storage')).toHaveCount(0);
  expect(await savedLosses(page, 'a', 'finished')).toHaveLength(tiny.steps);

  await page.evaluate(() => void indexedDB.deleteDatabase('attention-lab experiments /lab/'));
  await expect.poll(async () => (await readSaved(page))?.entry?.step).toBe(tiny.steps);
  await page.reload();
  await expect(message(page)).toContainText('Finished');
  expect(await stepOf(page)).toBe(tiny.steps);
});

test('a worker that dies as it begins is noticed; one without workers of its own or a named adapter trains', async ({
  page,
}) => {
  let script = (_body: string) => 'self.close();';
  await page.route('**/assets/worker-*.js', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: script(await response.text()) });
  });
  await saveAsVersion1(page, { Test: tiny });
  await page.clock.install();
  await page.goto('./');
  await expect(page.getByTestId('train')).toBeEnabled();
  await page.clock.runFor(31_000);
  await expect(message(page)).toContainText('The training worker did not answer');
  await expect(message(page)).toContainText('Press Train to start anew.');

  // As Chrome before 121 and Safari before 15.5 have it.
  script = (body) =>
    `delete GPUAdapter.prototype.info; delete GPUDevice.prototype.adapterInfo; self.Worker = undefined;\n${body}`;
  await openTab(page, 'settings');
  await page.getByTestId('engine').getByText('Processor').click();
  await page.getByTestId('step').click();
  await expect.poll(() => stepOf(page), { timeout: firstStep }).toBe(1);
  await expect(engine(page)).toContainText('Processor');
  await expect(page.getByTestId('settings')).not.toContainText('one core');
  expect(page.workers().filter((one) => one.url().includes('browserWorker'))).not.toHaveLength(0);
  await page.getByTestId('engine').getByText('Graphics card').click();
  await expect(engine(page)).toContainText('Graphics card · unnamed adapter', { timeout: firstStep });
  await page.getByTestId('step').click();
  await expect.poll(() => stepOf(page), { timeout: firstStep }).toBe(2);
});
