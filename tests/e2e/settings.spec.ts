// The settings, evaluation and writing panels of the built page, on a model made tiny through the settings themselves.
import { expect, type Page, test } from '@playwright/test';
import { expectAccessibleInBothThemes, openTab, openUntrained } from './lab';

const setting = (page: Page, id: string) => page.getByTestId(id);
const segment = (page: Page, id: string, value: string) =>
  setting(page, id).getByText(value, { exact: true });

test.describe.configure({ mode: 'default' });

// The tests share one page, and neither needs what the other leaves.
let page: Page;
test.beforeAll(async ({ browser }) => {
  page = await browser.newPage();
  await openUntrained(page);
  // The smallest that the panel offers, for a few steps.
  await openTab(page, 'settings');
  await segment(page, 'size', 'Tiny').click();
  await segment(page, 'batch', '4').click();
  await setting(page, 'steps').fill('3');
  await setting(page, 'steps').press('Enter');
});
test.beforeEach(() => openTab(page, 'settings'));
test.afterAll(() => page.close());

test('settings change the experiment; a bad one says why, keeps what was typed and changes nothing', async () => {
  await openTab(page, 'costs');
  const parameters = page.getByTestId('parameters-0');
  await expect(parameters).toHaveText(/^\d\d,\d{3}$/);
  const before = await parameters.textContent();
  await segment(page, 'model.dModel', '64').click();
  await expect(parameters).not.toHaveText(before ?? '');
  await segment(page, 'model.dModel', '32').click();
  await expect(parameters).toHaveText(before ?? '');

  const steps = setting(page, 'steps');
  await steps.fill('none');
  await steps.blur();
  await expect(page.getByRole('alert')).toHaveText(/^Write a number/);
  await steps.fill('0');
  await steps.press('Enter');
  await expect(page.getByRole('alert')).toHaveText('Give a whole number from 1 to 100,000. Still using 3.');
  await expect(steps).toHaveValue('0');
  await expect(steps).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByTestId('progress')).toContainText('of 3');
  await steps.press('Escape');
  await expect(steps).toHaveValue('3');
  await expect(page.getByRole('alert')).toHaveCount(0);

  await page.getByRole('button', { name: 'Back to the first experiment' }).click();
  await expect(steps).toHaveValue('600');
  await page.getByTestId('settings').getByRole('button', { name: 'Undo' }).click();
  await expect(steps).toHaveValue('3');
});

test('evaluates and writes at the step it says, and is accessible with every panel open', async () => {
  // Evaluations ask so many windows at once.
  await segment(page, 'batch', '32').click();
  await page.getByTestId('step').click();
  await openTab(page, 'runs');
  await expect(page.getByTestId('loss-2')).toHaveText(/^\d\.\d{4}$/);

  await openTab(page, 'results');
  await page.getByTestId('evaluate').click();
  await expect(page.getByTestId('evaluation-note')).toHaveText('Evaluated all 3 runs.', {
    timeout: 180_000,
  });
  const cells = (row: number) => page.getByTestId(`evaluation-${row}`).getByRole('cell').allTextContents();
  const [stack, step, perplexity, bitsPerByte, accuracy, gain, , , , skip] = await cells(2);
  // The runs differ in it alone.
  expect(stack).toMatch(/^\S+( \S+)*$/);
  expect(bitsPerByte).toMatch(/^\d\.\d{4} ± \d\.\d{4}(best)?$/);
  expect(accuracy).toMatch(/^\d+\.\d ± \d+\.\d %(best)?$/);
  expect(step).toBe('1');
  expect(perplexity).toMatch(/^\d+\.\d+ ± \d+\.\d+95%: \d+\.\d+ to \d+\.\d+(best)?$/);
  expect(gain).toMatch(/^−?\d\.\d{4} ± \d\.\d{4}(best)?$/);
  expect(skip).toMatch(/ ± /);
  expect((await cells(0))[9]).toBe('no layer to leave out');
  const chance = page.getByTestId('evaluation-5');
  await expect(chance.getByRole('rowheader')).toHaveText('Chance');
  await expect(chance).toContainText('25.0 %');
  await expect(page.getByTestId('context-table').getByRole('columnheader')).toHaveText([
    'Tokens of context',
    '2',
    '4',
    '8',
    '16',
    '32',
  ]);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByTestId('copy-csv').click();
  await expect(page.getByTestId('copy-done')).toHaveText('Copied as CSV.');
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toMatch(/^run,Stack,step,Validation perplexity,/);
  expect(copied.trim().split('\n')).toHaveLength(7);

  await expect(page.getByTestId('evaluation-stale')).toHaveCount(0);
  await page.getByTestId('step').click();
  await expect(page.getByTestId('evaluation-stale')).toContainText(
    'go back to step 1, and the runs are at step 2',
  );

  await openTab(page, 'text');
  await page.getByTestId('length').fill('20');
  await page.getByTestId('prompt').fill('Call me');
  await page.getByTestId('start-generate').click();
  const continuation = page.getByTestId('generated-tokens').first();
  await expect(page.getByTestId('generate-step').first()).toContainText('All standard after 2 steps');
  await expect.poll(async () => (await continuation.textContent())?.length).toBe(20);
  const first = await continuation.textContent();
  await page.getByTestId('start-generate').click();
  await expect(page.getByTestId('stop-generate')).toHaveCount(0);
  await expect(continuation).toHaveText(first ?? '');

  await page.getByTestId('length').fill('5000');
  await page.getByTestId('start-generate').click();
  await expect.poll(async () => (await continuation.textContent())?.length).toBeGreaterThan(0);
  await page.getByTestId('stop-generate').click();
  await expect(page.getByTestId('start-generate')).toBeVisible();
  expect((await continuation.textContent())?.length).toBeLessThan(5000);

  await openTab(page, 'data');
  await page.getByTestId('corpus-ownText').click();
  await openTab(page, 'settings');
  await page.getByRole('button', { name: 'More settings' }).click();
  await setting(page, 'optimizer.beta1').fill('2');
  await setting(page, 'optimizer.beta1').press('Enter');
  await expect(page.getByText('Give a number from 0 to 0.9999.')).toBeVisible();
  const expectBothAccessible = async (panels: string[]) => {
    for (const panel of panels) await expect(page.getByTestId(panel)).toBeVisible();
    await expectAccessibleInBothThemes(
      page,
      panels.map((id) => `[data-testid="${id}"]`),
    );
  };
  await openTab(page, 'results');
  await expectBothAccessible(['settings', 'evaluation']);
  await openTab(page, 'data');
  await openTab(page, 'text');
  await expectBothAccessible(['text', 'generate']);
});
