// The bench page, with the headers of a careful host: it measures every engine that is there, and prints a table to send in.
import { expect, test } from '@playwright/test';
import { expectAccessible, expectNoOverflow, firstStep } from './lab';

for (const colorScheme of ['light', 'dark'] as const) {
  test(`a press measures, another stops; axe finds no violation; it leads to the lab and back (${colorScheme})`, async ({
    page,
  }) => {
    const errors: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text());
    });
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto('/strict/bench.html?seconds=0.1');
    await expectAccessible(page);
    const state = page.getByTestId('bench-state');
    const measure = page.getByTestId('measure');
    await measure.click();
    // With a figure there is a table, of which the rest is empty. A step of the small model takes SwiftShader seconds.
    const figures = colorScheme === 'light' ? 3 : 1;
    const figure = page.getByTestId('figures').locator('strong');
    await expect(figure.nth(figures - 1)).toBeVisible({ timeout: firstStep });
    await measure.click();
    await expect(state).toHaveText('Stopped.');
    const rows = page.getByTestId('figures').locator('tbody tr');
    await expect(rows).toHaveCount(3);
    const table = page.getByTestId('bench-table');
    await expect(table).toHaveValue(/\| tiny \(L2 d64 T64 B8\) \| [\d.]+ \([\d.]+\) \|/);
    if (colorScheme === 'light') {
      await expect(table).toHaveValue(/\| tiny [^|]*\|( [\d.]+ \([\d.]+\) \|){3}/);
      await expect(page.getByTestId('machine')).toContainText('(software)');
    }
    await expectAccessible(page);
    await expectNoOverflow(page);
    expect(errors).toEqual([]);

    if (colorScheme === 'light') return;
    // It leads to the lab, whose help leads back.
    await page.getByRole('link', { name: 'To Attention Lab' }).click();
    await page.getByTestId('help').click();
    await page.getByRole('link', { name: 'How fast is the lab here?' }).click();
    await expect(page).toHaveTitle('Bench · Attention Lab');
  });
}
