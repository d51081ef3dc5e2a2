// The bench page, with the headers of a careful host: it measures every engine that is there, and prints a table to send in.
import { expect, test } from '@playwright/test';
import { expectAccessibleInBothThemes, expectNoOverflow, firstStep } from './lab';

test('a press measures, another stops; axe finds no violation; it leads to the lab and back', async ({
  page,
}) => {
  const errors: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('/strict/bench.html?seconds=0.1');
  await expectAccessibleInBothThemes(page);
  const state = page.getByTestId('bench-state');
  const measure = page.getByTestId('measure');
  await measure.click();
  // With each engine's figure for tiny there is a row, and the rest is empty. A step of the small model takes SwiftShader seconds.
  await expect(page.getByTestId('figures').locator('strong').nth(2)).toBeVisible({ timeout: firstStep });
  await measure.click();
  await expect(state).toHaveText('Stopped.');
  await expect(page.getByTestId('figures').locator('tbody tr')).toHaveCount(3);
  await expect(page.getByTestId('bench-table')).toHaveValue(
    /\| tiny \(L2 d64 T64 B8\) \|( [\d.]+ \([\d.]+\) \|){3}/,
  );
  await expect(page.getByTestId('machine')).toContainText('(software)');
  await expectAccessibleInBothThemes(page);
  await expectNoOverflow(page);

  await page.getByRole('link', { name: 'To Attention Lab' }).click();
  await page.getByTestId('help').click();
  await page.getByRole('link', { name: 'How fast is the lab here?' }).click();
  await expect(page).toHaveTitle('Bench · Attention Lab');
  expect(errors).toEqual([]);
});
