// A task in place of a text: choosing it, its samples and knobs, training on it, and back to the text.
import { expect, type Page, test } from '@playwright/test';
import {
  expectAccessibleInBothThemes,
  expectNoOverflow,
  firstStep,
  inEveryTab,
  openLab,
  openTab,
} from './lab';

const segment = (page: Page, id: string, value: string) =>
  page.getByTestId(id).getByText(value, { exact: true });

/** Tokens of a sample, and the answers due at them. */
async function read(page: Page, within: string) {
  const items = page.getByTestId(within).getByTestId('task-sample').first().getByRole('listitem');
  const tokens = await items.locator('> span').allTextContents();
  const due = await items.evaluateAll((all) =>
    all.map((li) => li.querySelector('strong')?.lastChild?.textContent ?? null),
  );
  return { tokens, due };
}

test('a task shows its samples, trains, tells its accuracy, gives the text back as it was, and needs its context', async ({
  page,
}) => {
  await openLab(page);
  await openTab(page, 'text');
  await page.getByTestId('prompt').fill('Call me');
  await openTab(page, 'settings');
  await segment(page, 'size', 'Tiny').click();
  await openTab(page, 'data');
  await page.getByTestId('task-choice').selectOption({ label: 'Look back' });
  await expect(page.getByTestId('task-isolates')).toContainText('one map fits every sequence');
  await expect(page.getByTestId('text')).toBeHidden();
  await expect(page.getByTestId('generate')).toBeHidden();
  await expect(page.getByTestId('tab-text')).toHaveCount(0);

  await segment(page, 'task.knobs.distance', '2').click();
  const { tokens, due } = await read(page, 'task');
  expect(tokens).toHaveLength(32);
  expect(due).toEqual(tokens.map((_, t) => tokens[t - 2] ?? null));
  await page.getByTestId('other-samples').click();
  expect((await read(page, 'task')).tokens).not.toEqual(tokens);

  await page.getByTestId('step').click();
  await openTab(page, 'runs');
  await expect(page.getByTestId('loss-2')).toHaveText(/^\d\.\d{4}$/, { timeout: firstStep });
  await openTab(page, 'results');
  for (const run of [0, 1, 2]) await expect(page.getByTestId(`best-${run}`)).toHaveText(/^\d+\.\d%$/);
  await page.getByText('Accuracy', { exact: true }).click();
  await expect(page.getByTestId('curves')).toContainText('right answers');
  await openTab(page, 'maps');
  const probe = await read(page, 'attention');
  await page.getByTestId('another-sample').click();
  expect((await read(page, 'attention')).tokens).not.toEqual(probe.tokens);

  await inEveryTab(page, () => expectAccessibleInBothThemes(page));
  await page.setViewportSize({ width: 390, height: 844 });
  await inEveryTab(page, () => expectNoOverflow(page));
  await page.setViewportSize({ width: 1280, height: 720 });

  await openTab(page, 'data');
  await page.getByTestId('task-choice').selectOption({ label: 'A text' });
  await expect(page.getByTestId('text')).toBeVisible();
  await openTab(page, 'text');
  await expect(page.getByTestId('prompt')).toBeVisible();
  await expect(page.getByTestId('prompt')).toHaveValue('Call me');
  await openTab(page, 'maps');
  await expect(page.getByTestId('probe')).toBeVisible();

  // A context too short for a task is refused where it was chosen.
  await openTab(page, 'settings');
  await segment(page, 'model.context', '128').click();
  await openTab(page, 'data');
  await page.getByTestId('task-choice').selectOption({ label: 'Associative recall' });
  await segment(page, 'task.knobs.pairs', '16').click();
  await openTab(page, 'settings');
  await segment(page, 'model.context', '32').click();
  const refusal = 'needs a context of at least 33 tokens, and this one has 32.';
  await expect(page.getByTestId('settings').getByRole('alert')).toContainText(refusal);
  await openTab(page, 'data');
  await segment(page, 'task.knobs.pairs', '4').click();
  await openTab(page, 'settings');
  await expect(page.getByRole('alert')).toHaveCount(0);
  await segment(page, 'model.context', '32').click();
  await openTab(page, 'data');
  await expect(page.getByRole('alert')).toHaveCount(0);
  await segment(page, 'task.knobs.pairs', '16').click();
  await expect(page.getByTestId('task').getByRole('alert')).toContainText(refusal);
});
