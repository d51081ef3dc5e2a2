// The atlas: a grid that answers a question, the curves of a cell, and its experiment on the page, ready to be trained again.
import { readFileSync } from 'node:fs';
import { expect, type Page, test } from '@playwright/test';
import { inRoot } from '../../scripts/lib/paths.mjs';
import { overviewSchema } from '../../src/atlas/published';
import { formatCount } from '../../src/format/numbers';
import { expectAccessible, expectAccessibleInBothThemes, stepOf } from './lab';

const overview = overviewSchema.parse(
  JSON.parse(readFileSync(inRoot('public', 'atlas', 'pairs.json'), 'utf8')),
);
/** A cell that has been trained at every seed. */
const known = overview.results.find(
  ({ runs }) => runs.length === overview.seeds.length,
) as (typeof overview.results)[0];
const meanOf = ({ runs }: typeof known) =>
  runs.reduce((sum, { score }) => sum + (score?.value ?? Number.NaN), 0) / runs.length;
const cell = (page: Page, { subject, stack } = known) => page.getByTestId(`atlas-${subject}-${stack}`);

test('shows what was computed, by keys too, and opens a cell to train it again', async ({ page }) => {
  await page.goto('./');
  await page.getByTestId('atlas').click();
  await expect(page.getByTestId('atlas-matrix')).toBeVisible();
  await page.getByTestId('atlas-subject').selectOption(known.subject);
  await expect(cell(page)).toContainText(`${(100 * meanOf(known)).toFixed(1)} %`);
  await expect(page.getByTestId('atlas-progress')).toContainText(
    `${formatCount(overview.trained)} of 1,944 runs`,
  );

  await cell(page).focus();
  await expect(page.getByTestId('atlas-card')).toContainText(`Seed ${overview.seeds[0]}: `);
  await expect(page.getByTestId('atlas-chart').locator('path').last()).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await expect(cell(page)).not.toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await expect(cell(page)).toBeFocused();

  // Accuracies, then differences, which have colours of their own and comparisons below.
  await expectAccessibleInBothThemes(page, ['[data-testid="atlas-dialog"]']);
  await page.getByTestId('atlas-question').selectOption('order');
  await expectAccessibleInBothThemes(page, ['[data-testid="atlas-dialog"]']);
  await page.getByTestId('atlas-question').selectOption('score');
  await page.getByTestId('atlas-subject').selectOption('all');
  // From the highest to the lowest.
  await page.getByTestId('atlas-table').getByRole('button', { name: 'Associative recall' }).first().click();
  const column = await page.locator(`[data-testid^="atlas-${known.subject}-"]`).allInnerTexts();
  const shares = column.flatMap((text) => /[\d.]+(?= %)/.exec(text)?.slice(0, 1) ?? []).map(Number);
  expect(shares.length).toBeGreaterThan(1);
  expect(shares).toEqual(shares.toSorted((a, b) => b - a));
  await page.getByTestId('atlas-principle').selectOption('none');
  await expect(page.locator('[data-testid^="atlas-"][data-testid$="-mlp+mlp"]')).toHaveCount(0);

  await cell(page).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByTestId('message')).toContainText('Recorded on the processor');
  expect(await stepOf(page)).toBe(known.steps);
  await page.getByTestId('step').click();
  await expect.poll(() => stepOf(page)).toBe(1);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

  test('the first touch shows a cell, the second opens it; a part that cannot be had is said and tried again', async ({
    page,
  }) => {
    await page.route('**/atlas/pairs.json', (route) => route.fulfill({ status: 503, body: '' }));
    await page.goto('./');
    await page.getByTestId('atlas').click();
    await expect(page.getByRole('alert')).toContainText('could not be fetched (status 503)');
    await page.unroute('**/atlas/pairs.json');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByTestId('atlas-subject').selectOption(known.subject);
    await cell(page).tap();
    await expect(page.getByTestId('atlas-card')).toContainText(`Seed ${overview.seeds[0]}: `);
    await expectAccessible(page);
    await cell(page).tap();
    await expect(page.getByTestId('message')).toContainText('Recorded on the processor');
  });
});
