// What breaks is said, with a way on: the device, the worker, a kernel, the memory, a loss; and time that stands still.
import { expect, type Page, test, type Worker } from '@playwright/test';
import { commonFlags, executablePath, webgpuFlag } from '../support/chromium';
import { stack } from '../support/stack';
import { expectAccessible, firstStep, stepOf } from './lab';
import { expectSameLosses, openWith, savedLosses, tiny } from './saved';

const message = (page: Page) => page.getByTestId('message');
const notice = (page: Page, id: string) => page.getByTestId(`notice-${id}`);
const finished = (page: Page) => expect(message(page)).toContainText('Finished', { timeout: firstStep });

/** The lab's worker of now. */
const worker = (page: Page): Worker => page.workers().at(-1) as Worker;

/** Notes the device that the worker computes on, for a test to get at it. */
const noteDevice = (page: Page) =>
  worker(page).evaluate(() => {
    const { createBuffer } = GPUDevice.prototype;
    GPUDevice.prototype.createBuffer = function (descriptor) {
      Object.assign(self, { noted: this });
      return createBuffer.call(this, descriptor);
    };
  });

test('a lost device and a dead worker are said, and training goes on from the last checkpoint to the same losses', async ({
  page,
}) => {
  test.slow();
  await openWith(page, { ...tiny, steps: 240 });
  await noteDevice(page);
  await page.getByTestId('train').click();
  await finished(page);
  const expected = await savedLosses(page, 'a', 'finished');
  await page.getByTestId('reset').click();

  /** Trains on until a checkpoint after `step` is there, and breaks it. */
  const breakAfter = async (step: number, breakIt: () => Promise<unknown>, said: RegExp) => {
    await page.getByTestId('train').click();
    await expect.poll(() => page.workers().length).toBe(1);
    await expect.poll(() => stepOf(page), { timeout: firstStep }).toBeGreaterThan(step);
    await breakIt();
    await expect(message(page)).toHaveText(said);
    await expect(message(page)).toContainText(/The runs are kept as of step \d+: press Resume/);
    await expect(page.getByTestId('train')).toHaveText('Resume');
  };
  await breakAfter(
    30,
    () => worker(page).evaluate(() => (self as unknown as { noted: GPUDevice }).noted.destroy()),
    /^The graphics device was lost/,
  );
  await breakAfter(
    80,
    () =>
      worker(page).evaluate(() => {
        setTimeout(() => {
          throw new Error('a test');
        });
      }),
    /^The training worker stopped/,
  );
  await breakAfter(130, () => worker(page).evaluate(() => self.close()), /^The training worker ended/);
  await page.getByTestId('train').click();
  await finished(page);
  expectSameLosses(await savedLosses(page, 'a', 'finished'), expected);
});

test('a kernel that does not compile is said, and TensorFlow.js’s own train instead', async ({ page }) => {
  await openWith(page, { ...tiny, steps: 4 });
  await worker(page).evaluate(() => {
    const { createShaderModule } = GPUDevice.prototype;
    GPUDevice.prototype.createShaderModule = function (descriptor) {
      const ours = descriptor.label?.startsWith('lab:');
      return createShaderModule.call(this, ours ? { ...descriptor, code: 'this is no WGSL' } : descriptor);
    };
  });
  await page.getByTestId('train').click();
  await expect(notice(page, 'kernelFallback')).toContainText('does not compile on this device', {
    timeout: firstStep,
  });
  await finished(page);
});

test('an experiment too large for the device is refused with a way on', async ({ page }) => {
  await openWith(page, {
    ...tiny,
    steps: 2,
    batch: 256,
    model: { ...tiny.model, dModel: 64, ffn: 4096, context: 1024, heads: 2, kvHeads: 2 },
    runs: [{ id: 'a', name: 'Wide', layers: stack('mlp') }],
  });
  await page.getByTestId('step').click();
  await expect(message(page)).toHaveText(/memory|too large/, { timeout: firstStep });
  await expect(page.getByTestId('smaller-batch')).toHaveText('Train with a batch of 128 in place of 256');
  await page.getByTestId('size').getByText('Tiny').click();
  await page.getByTestId('train').click();
  await finished(page);
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
  await page.evaluate(
    () =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('attention-lab experiments /lab/');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const all = opening.result.transaction('checkpoints', 'readwrite');
          const store = all.objectStore('checkpoints');
          const cursor = store.openCursor();
          cursor.onsuccess = () => {
            const at = cursor.result;
            if (!at) return;
            for (const [name, { values }] of Object.entries<{ values: Float32Array }>(at.value.params))
              if (/mixer\.[qk]\.weight/.test(name))
                at.value.params[name].values = values.map((x) => 1e13 * x);
            at.update(at.value);
            at.continue();
          };
          all.oncomplete = () => {
            opening.result.close();
            resolve();
          };
        };
      }),
  );
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
  await openWith(page, { ...tiny, steps: 3000 });
  await page.getByTestId('train').click();
  await expect.poll(() => stepOf(page), { timeout: firstStep }).toBeGreaterThan(5);
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Page.setWebLifecycleState', { state: 'frozen' });
  await new Promise((resolve) => setTimeout(resolve, 1500));
  await devtools.send('Page.setWebLifecycleState', { state: 'active' });
  const step = await stepOf(page);
  await expect.poll(() => stepOf(page)).toBeGreaterThan(step);
  await page.getByTestId('pause').click();
  await expect(message(page)).toHaveText('Paused.');
});

test('what was trained with WebGPU opens where it was taken away, and trains on', async ({
  playwright,
  baseURL,
}, info) => {
  test.slow();
  const visit = (args: string[]) =>
    playwright.chromium.launchPersistentContext(info.outputPath('profile'), {
      executablePath,
      args: [...args, ...commonFlags],
      baseURL,
    });
  const first = await visit([webgpuFlag]);
  const page = await first.newPage();
  const short = { ...tiny, steps: 4 };
  await openWith(page, short);
  await page.getByTestId('step').click();
  await savedLosses(page, 'a', 'paused');
  await first.close();

  const second = await visit([]);
  const again = await second.newPage();
  await again.goto('./');
  expect(await stepOf(again)).toBe(1);
  await expect(notice(again, 'device')).toContainText(
    /trained with WebGPU .* This visit has (WebGL|the CPU) in its place: slower/,
  );
  await again.getByTestId('train').click();
  await finished(again);
  expect(await savedLosses(again, 'a', 'finished')).toHaveLength(short.steps);
  await second.close();
});
