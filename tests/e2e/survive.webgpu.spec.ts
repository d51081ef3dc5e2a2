// What breaks on a graphics card is said, with a way on: the device, a kernel, its memory. On SwiftShader.
import { expect, type Page, test, type Worker } from '@playwright/test';
import { commonFlags, executablePath, fewerPages, webgpuFlag } from '../support/chromium';
import { stack } from '../support/stack';
import { firstStep, openTab, stepOf, waitForStep } from './lab';
import { expectSameLosses, openWith, savedLosses, tiny } from './saved';

/** One run that mixes nothing: on SwiftShader a kernel compiles in a tenth of a second, and maps take more than the steps. */
const mlp = { ...tiny, runs: [{ id: 'a', name: 'MLP', layers: stack('mlp') }] };

const message = (page: Page) => page.getByTestId('message');
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

test('a lost device is said, and training goes on from the last checkpoint to the same losses', async ({
  page,
}) => {
  await openWith(page, { ...mlp, steps: 60 });
  await noteDevice(page);
  await page.getByTestId('train').click();
  await finished(page);
  const expected = await savedLosses(page, 'a', 'finished');
  await page.getByTestId('reset').click();
  await page.getByTestId('train').click();
  // A checkpoint is taken with the first validation, at step 10, and has come before the second.
  await waitForStep(page, 20);
  await worker(page).evaluate(() => (self as unknown as { noted: GPUDevice }).noted.destroy());
  await expect(message(page)).toHaveText(/^The graphics device was lost/);
  await expect(message(page)).toContainText(/The runs are kept as of step \d+: press Resume/);
  await page.getByTestId('train').click();
  await finished(page);
  await expect(page.getByTestId('engine-info')).toContainText('Graphics card');
  expectSameLosses(await savedLosses(page, 'a', 'finished'), expected);
});

test('a kernel that does not compile is said, and TensorFlow.js’s own train instead', async ({ page }) => {
  await openWith(page, { ...mlp, steps: 2 });
  await worker(page).evaluate(() => {
    const { createShaderModule } = GPUDevice.prototype;
    GPUDevice.prototype.createShaderModule = function (descriptor) {
      const ours = descriptor.label?.startsWith('lab:');
      return createShaderModule.call(this, ours ? { ...descriptor, code: 'this is no WGSL' } : descriptor);
    };
  });
  await page.getByTestId('train').click();
  await expect(page.getByTestId('notice-kernelFallback')).toContainText(
    'refused one of the lab’s kernels. TensorFlow.js’s own kernels train here',
    {
      timeout: firstStep,
    },
  );
  await finished(page);
});

test('an experiment too large for the device is refused with a way on', async ({ page }) => {
  await openWith(page, {
    ...mlp,
    steps: 2,
    batch: 256,
    model: { ...tiny.model, dModel: 8, ffn: 4096, context: 1024, heads: 1, kvHeads: 1 },
  });
  await page.getByTestId('step').click();
  await expect(message(page)).toHaveText(/memory|too large/, { timeout: firstStep });
  await expect(page.getByTestId('smaller-batch')).toHaveText('Train with a batch of 128 in place of 256');
  await openTab(page, 'settings');
  await page.getByTestId('size').getByText('Tiny').click();
  await page.getByTestId('train').click();
  await finished(page);
});

test('what was trained on a graphics card opens where it was taken away, and trains on', async ({
  playwright,
  baseURL,
}, info) => {
  test.slow();
  const visit = (args: string[]) =>
    playwright.chromium.launchPersistentContext(info.outputPath('profile'), {
      executablePath,
      args: [...args, ...commonFlags, fewerPages],
      baseURL,
    });
  const first = await visit([webgpuFlag]);
  const page = await first.newPage();
  const short = { ...mlp, steps: 4 };
  await openWith(page, short);
  await openTab(page, 'settings');
  await page.getByTestId('engine').getByText('Graphics card').click();
  await expect(page.getByTestId('engine-info')).toContainText('Graphics card');
  await page.getByTestId('step').click();
  await savedLosses(page, 'a', 'paused');
  await first.close();

  const second = await visit([]);
  const again = await second.newPage();
  await again.goto('./');
  expect(await stepOf(again)).toBe(1);
  await expect(again.getByTestId('notice-device')).toContainText(
    /trained on the graphics card .* It goes on with the processor .* here/,
  );
  await again.getByTestId('train').click();
  await finished(again);
  expect(await savedLosses(again, 'a', 'finished')).toHaveLength(short.steps);
  await second.close();
});
