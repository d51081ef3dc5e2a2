// The same page where the browser offers no graphics adapter: it trains on the processor, and says why.
import { expect, test } from '@playwright/test';
import { expectAccessible, lossesOf, openLab, openTab } from './lab';

test('trains on the processor, says why and what to do for a graphics card, and that there is none to insist on', async ({
  page,
}) => {
  await openLab(page);
  const engine = page.getByTestId('engine-info');
  await expect(engine).toHaveText(/^Processor · /);
  const why = /WebGPU|offers no graphics card/;
  await expect(engine).toHaveAttribute('title', why);
  await openTab(page, 'settings');
  await expect(page.getByTestId('settings')).toContainText(why);
  await expect(page.getByText('hardware acceleration')).toBeVisible();
  await expect(page.getByTestId('slow-notice')).toHaveCount(0);
  await expectAccessible(page);
  await page.getByTestId('step').click();
  for (const loss of await lossesOf(page)) expect(Math.abs(loss - Math.log(81))).toBeLessThan(0.2);

  // A person who insists on a graphics card is told that there is none.
  await openTab(page, 'settings');
  await page.getByTestId('engine').getByText('Graphics card').click();
  await expect(page.getByRole('radio', { name: 'Graphics card' })).toBeChecked();
  await expect(page.getByTestId('engine-info')).toContainText('Processor');
});
