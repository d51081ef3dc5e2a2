// The same page where WebGPU has no adapter: it says so and trains all the same.
import { expect, test } from '@playwright/test';

test('falls back, says so, and still trains', async ({ page }) => {
  await page.goto('./');
  await expect(page.getByTestId('fallback-notice')).toContainText('WebGPU');
  await page.getByTestId('step').click();
  await expect(page.getByTestId('loss-2')).toHaveText(/^\d\.\d{4}$/, { timeout: 240_000 });
});
