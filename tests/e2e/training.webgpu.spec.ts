// Runs on a text on WebGPU, as a person has chosen it, from their first step to another engine.
import { expect, test } from '@playwright/test';
import { lossesOf, mapPixels, openTab, stepOf, waitForStep } from './lab';
import { openWith, tiny } from './saved';

test('trains on the graphics card, and goes on to train on the processor from where it stands', async ({
  page,
}) => {
  await openWith(page, { ...tiny, task: null });
  await expect(page.getByTestId('engine-info')).toContainText('Graphics card');
  // SwiftShader computes on the CPU.
  await expect(page.getByTestId('slow-notice')).toContainText('the processor is faster');
  await page.getByTestId('step').click();
  const first = await lossesOf(page);
  expect(first).toHaveLength(2);
  for (const loss of first) expect(Math.abs(loss - Math.log(81))).toBeLessThan(0.2);
  await expect(page.getByTestId('probe-step')).toHaveText('Maps at step 1');
  const map = await mapPixels(page, 0, 0);
  await page.getByTestId('train').click();
  await waitForStep(page, 10);
  await page.getByTestId('pause').click();
  await expect(page.getByTestId('message')).toHaveText('Paused.');
  const held = await stepOf(page);
  (await lossesOf(page)).forEach((loss, i) => {
    expect(loss).toBeLessThan((first[i] as number) - 0.1);
  });
  await expect.poll(() => mapPixels(page, 0, 0)).not.toBe(map);

  await openTab(page, 'settings');
  await page.getByTestId('engine').getByText('Processor').click();
  await expect(page.getByTestId('engine-info')).toContainText('Processor');
  expect(await stepOf(page)).toBe(held);
  await page.getByTestId('train').click();
  await waitForStep(page, held + 4);
  (await lossesOf(page)).forEach((loss, i) => {
    expect(loss).toBeLessThan((first[i] as number) - 0.1);
  });
});
