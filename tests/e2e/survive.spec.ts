// What breaks is said, with a way on: the worker, a loss; and time that stands still. The graphics device's own failures are
// in survive.webgpu.spec.ts.
import { expect, type Page, test, type Worker } from '@playwright/test';
import { stack } from '../support/stack';
import { expectAccessible, firstStep, openTab, stepOf, waitForStep } from './lab';
import { expectSameLosses, openWith, savedLosses, tiny } from './saved';

const message = (page: Page) => page.getByTestId('message');
const finished = (page: Page) => expect(message(page)).toContainText('Finished', { timeout: firstStep });

/** The lab's workers; those of the models are theirs. */
const workers = (page: Page): Worker[] =>
  page.workers().filter((one) => !one.url().includes('browserWorker'));
const worker = (page: Page): Worker => workers(page).at(-1) as Worker;

test('a dead worker is said, and training goes on from the last checkpoint to the same losses', async ({
  page,
}) => {
  // Slow enough to be broken on the way: a step of the smallest model is gone in a blink.
  const model = { ...tiny.model, dModel: 64, ffn: 128, context: 64 };
  await openWith(page, { ...tiny, batch: 16, steps: 110, model });
  await page.getByTestId('train').click();
  await finished(page);
  const expected = await savedLosses(page, 'a', 'finished');
  await page.getByTestId('reset').click();

  /** Trains so many steps on, and breaks it. */
  const breakAfter = async (steps: number, breakIt: () => Promise<unknown>, said: RegExp) => {
    const from = await stepOf(page);
    await page.getByTestId('train').click();
    await expect.poll(() => workers(page).length).toBe(1);
    await waitForStep(page, from + steps);
    await breakIt();
    await expect(message(page)).toHaveText(said);
    await expect(message(page)).toContainText(/The runs are kept as of step \d+: press Resume/);
    await expect(page.getByTestId('train')).toHaveText('Resume');
  };
  await breakAfter(
    30,
    () =>
      worker(page).evaluate(() => {
        setTimeout(() => {
          throw new Error('a test');
        });
      }),
    /^The training worker stopped/,
  );
  await breakAfter(30, () => worker(page).evaluate(() => self.close()), /^The training worker ended/);
  await page.getByTestId('train').click();
  await finished(page);
  expectSameLosses(await savedLosses(page, 'a', 'finished'), expected);
});

test('a loss that is no longer a number stops its run, says where, and the others go on; so does it, more gently', async ({
  page,
}) => {
  await openWith(page, {
    ...tiny,
    steps: 10,
    runs: [
      { id: 'a', name: 'MLP', layers: stack('mlp') },
      { id: 'b', name: 'Taylor', layers: stack('mlp', 'approximate') },
    ],
  });
  await page.getByTestId('step').click();
  await expect.poll(() => stepOf(page), { timeout: firstStep }).toBe(1);
  await savedLosses(page, 'b', 'paused');
  // Queries and keys so large that the squares of their scores are no numbers any more.
  await page.evaluate(async () => {
    const settled = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const database = await settled(indexedDB.open('attention-lab experiments /lab/'));
    const checkpoints = () => database.transaction('checkpoints', 'readwrite').objectStore('checkpoints');
    for (const key of await settled(checkpoints().getAllKeys())) {
      const stored: { shapes: Record<string, number[]>; numbers: Blob } = await settled(
        checkpoints().get(key),
      );
      const numbers = new Float32Array(await stored.numbers.arrayBuffer());
      let at = 0;
      for (const [name, shape] of Object.entries(stored.shapes)) {
        const end = at + shape.reduce((product, size) => product * size, 1);
        if (/mixer\.[qk]\.weight/.test(name)) for (let i = at; i < end; i++) numbers[i]! *= 1e13;
        at = end;
      }
      await settled(checkpoints().put({ ...stored, numbers: new Blob([numbers]) }, key));
    }
    database.close();
  });
  await page.reload();
  await page.getByTestId('train').click();
  const failure = page.getByTestId('failure-1');
  await expect(failure).toContainText(/no longer a number at step 2.*layer 2 \(Approximate\)/, {
    timeout: firstStep,
  });
  await finished(page);
  await expect(failure).toContainText('Go on from step 1 at half the rate');
  await expectAccessible(page);
  await page.getByTestId('gently-1').click();
  await expect(failure).toContainText('Start it again at half the rate');
  await page.getByTestId('gently-1').click();
  await expect(page.getByTestId('gentler-1')).toHaveText('Since step 0 at 1/4 of the learning rate.');
  await finished(page);
  await expect(page.getByTestId('loss-1')).toHaveText(/^\d\.\d{4}$/);
});

test('a page that is frozen, as a hidden tab is, goes on training when it is shown again', async ({
  page,
}) => {
  // Large enough to train for minutes.
  const model = { ...tiny.model, dModel: 64, ffn: 128, context: 64 };
  await openWith(page, { ...tiny, batch: 16, steps: 10_000, model });
  await page.getByTestId('train').click();
  await waitForStep(page, 6);
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Page.setWebLifecycleState', { state: 'frozen' });
  await new Promise((resolve) => setTimeout(resolve, 1500));
  await devtools.send('Page.setWebLifecycleState', { state: 'active' });
  const step = await stepOf(page);
  await expect.poll(() => stepOf(page)).toBeGreaterThan(step);
  await page.getByTestId('pause').click();
  await expect(message(page)).toHaveText('Paused.');
});

test('a sweep that trains as the page is reloaded goes on by itself, and says so until it is done', async ({
  page,
}) => {
  // Two stacks at three seeds, slow enough to be reloaded on the way.
  const model = { ...tiny.model, dModel: 64, ffn: 128, context: 64 };
  await openWith(page, { ...tiny, batch: 16, steps: 15, model });
  await openTab(page, 'sweeps');
  await page.getByTestId('sweep-kind').selectOption('orders');
  await page.getByTestId('sweep-layers').fill('1');
  await page.getByTestId('sweep-layers').press('Enter');
  await page.getByTestId('sweep-seeds').fill('3');
  await page.getByTestId('sweep-seeds').press('Enter');
  await page.getByTestId('add-sweep').click();
  const progress = page.getByTestId('sweep-progress');
  await expect(progress).toContainText(/[1-3] of 6 runs done/, { timeout: firstStep });
  await page.reload();
  const notice = page.getByTestId('notice-sweepGoesOn');
  await expect(notice).toContainText(
    'The sweep “1. Every order of two variants” trained when the page was left.',
  );
  await expect(page.getByTestId('sweep-table').locator('[data-run]')).not.toHaveCount(0);
  await expect(progress).toContainText('6 of 6 runs done', { timeout: firstStep });
  await expect(notice).toHaveCount(0);
  await expect(page.getByTestId('sweep-table').locator('[data-run]')).toHaveCount(6);
  await page.getByTestId('sweep-row-pin').first().click();
  await page.getByTestId('sweep-orders').locator('[data-mark]').last().click();
  await expect(page.getByTestId('sweep-table').locator('[data-marked]')).toHaveCount(3);
  await expectAccessible(page);
});
