// The same page where WebGPU has no adapter: it says so and trains all the same.
import { expect, test } from '@playwright/test';
import { expectAccessible, lossesOf, openLab } from './lab';

test('falls back, says why and what to do, and still trains', async ({ page }) => {
  await openLab(page);
  await expect(page.getByTestId('engine-info')).not.toContainText('WebGPU');
  const notice = page.getByTestId('fallback-notice');
  await expect(notice).toContainText('WebGPU');
  await expect(notice).toContainText('hardware acceleration');
  await expectAccessible(page);
  await page.getByTestId('step').click();
  for (const loss of await lossesOf(page)) expect(Math.abs(loss - Math.log(81))).toBeLessThan(0.2);
});
