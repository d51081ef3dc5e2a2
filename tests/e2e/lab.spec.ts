// The built page in Chromium with WebGPU: the first screen's experiment trains, pauses and restarts on an edit.
import { expect, test } from '@playwright/test';

test('the default experiment steps, and a key changes a layer', async ({ page }) => {
  await page.goto('./');
  await expect(page.getByTestId('backend')).toContainText('webgpu');
  await page.getByTestId('step').click();
  for (const i of [0, 1, 2])
    await expect(page.getByTestId(`loss-${i}`)).toHaveText(/^\d\.\d{4}$/, { timeout: 180_000 });
  await page.getByTestId('chip-0-1').click();
  await page.keyboard.press('2');
  await expect(page.getByTestId('chip-0-1')).toHaveAccessibleName('All standard, layer 2: MLP');
  await expect(page.getByTestId('loss-0')).toHaveText('–');
});
