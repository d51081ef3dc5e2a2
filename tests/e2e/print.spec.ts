// A lesson on paper: every step with its text, pictures, room for an answer and a code; in three languages, black on white.
import { expect, test } from '@playwright/test';
import mixing from '../../src/lessons/files/mixing.json' with { type: 'json' };
import { expectAccessible, expectNoOverflow } from './lab';

test('a lesson is printed: each step with its pictures and a link, a question with room, in three languages', async ({
  page,
}) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.goto('./?print&lesson=mixing');
  // Once all pictures are there.
  await expect(page.getByTestId('print')).toBeEnabled();
  const steps = page.locator('[data-testid^="print-step-"]');
  await expect(steps).toHaveCount(mixing.steps.length);
  for (const [at, { title, question }] of mixing.steps.entries()) {
    const step = page.getByTestId(`print-step-${at + 1}`);
    await expect(step.getByRole('heading', { level: 2 })).toHaveText(title.en);
    await expect(step.getByRole('link')).toHaveText(new RegExp(`\\?lesson=mixing&step=${at + 1}$`));
    await expect(step.getByTestId('qr')).toBeVisible();
    await expect(step.getByTestId('paper-question')).toHaveCount(question ? 1 : 0);
  }
  // What a step predicts is not drawn beside the question; the step after it shows it, once.
  const names = { predict: 2, result: 3 };
  await expect(page.getByTestId(`print-step-${names.predict}`).locator('img')).toHaveCount(0);
  for (const name of ['figure-accuracy', 'figure-maps']) {
    const figure = page.getByTestId(`print-step-${names.result}`).getByTestId(name);
    await expect(figure).toBeVisible();
    expect(await figure.evaluate((image: HTMLImageElement) => image.complete && image.naturalWidth > 0)).toBe(
      true,
    );
  }
  await expect(page.getByTestId('print-step-1').getByTestId('task-sample')).toHaveCount(2);
  await expectAccessible(page);
  for (const [language, title] of [
    ['de', mixing.title.de],
    ['zh', mixing.title.zh],
  ] as const) {
    await page.getByTestId('language').click();
    await page.getByTestId(`language-${language}`).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
    await expect(page.getByRole('menu')).toHaveCount(0);
    await expectAccessible(page, [], 'others');
    await expectNoOverflow(page);
  }
  await expect(page).toHaveTitle(`${mixing.title.zh} – Attention Lab`);

  await page.emulateMedia({ media: 'print' });
  await expect(page.getByTestId('print')).toBeHidden();
  await expectNoOverflow(page);
  const drawn = await page.getByTestId('print-step-1').evaluate((step) => {
    const { color, breakInside } = getComputedStyle(step);
    const { backgroundColor } = getComputedStyle(step.closest('main')?.parentElement as Element);
    return { color, breakInside, backgroundColor };
  });
  expect(drawn).toEqual({
    color: 'rgb(0, 0, 0)',
    breakInside: 'avoid',
    backgroundColor: 'rgb(255, 255, 255)',
  });
});
