// The view for a hall and the presenter's window: each follows the other and survives a reload, the keys of a clicker, what is held
// back until it is unlocked; in each state axe finds nothing, and nothing sticks out.
import { type BrowserContext, expect, type Page, test } from '@playwright/test';
import mixing from '../../src/lessons/files/mixing.json' with { type: 'json' };
import { expectAccessible, expectNoOverflow, expectNothingSticksOut } from './lab';

const laptop = { width: 1280, height: 720 };
test.use({ viewport: laptop });

const claim = (page: Page) => page.getByTestId('claim');
const titles = mixing.steps.map(({ title }) => title.en) as [string, string];
/** The step that asks for a prediction and trains. */
const predict = mixing.steps.findIndex(({ id }) => id === 'predict') + 1;

async function openHall(page: Page, step: number): Promise<void> {
  await page.goto(`./?present&lesson=mixing&step=${step}`);
  await expect(claim(page)).toBeVisible();
}

async function openPresenter(context: BrowserContext, hall: Page): Promise<Page> {
  const [presenter] = await Promise.all([context.waitForEvent('page'), hall.keyboard.press('p')]);
  await expect(presenter.getByTestId('joined')).toHaveAttribute('data-connected', 'true');
  return presenter;
}

/** The whole screen is one, and its parts do not lie on each other. */
async function expectOneScreen(page: Page): Promise<void> {
  await expectNoOverflow(page);
  await expectNothingSticksOut(page);
  const boxes = await page.evaluate(() => {
    const box = (element: Element | null) => element?.getBoundingClientRect();
    const hall = document.querySelector('[data-testid="hall"]');
    return [
      box(hall?.querySelector('h1') ?? null),
      box(hall?.querySelector('main') ?? null),
      box(hall?.querySelector('footer') ?? null),
    ].map((one) => [one?.top ?? Number.NaN, one?.bottom ?? Number.NaN] as const);
  });
  const [top, main, foot] = boxes as [
    readonly [number, number],
    readonly [number, number],
    readonly [number, number],
  ];
  expect(top[1]).toBeLessThanOrEqual(main[0] + 1);
  expect(main[1]).toBeLessThanOrEqual(foot[0] + 1);
  expect(foot[1]).toBeLessThanOrEqual((page.viewportSize()?.height ?? 0) + 1);
  expect(main[1] - main[0]).toBeGreaterThan(300);
}

test('the two windows follow each other, and each survives a reload', async ({ page, context }) => {
  await openHall(page, 1);
  await expect(claim(page)).toHaveText(titles[0]);
  const presenter = await openPresenter(context, page);
  await expect(presenter.getByTestId('presenter-claim')).toHaveText(titles[0]);
  await expect(presenter.getByTestId('notes')).toContainText('Read one sample aloud');
  await expect(presenter.getByTestId('next-step')).toContainText(titles[1]);

  await page.keyboard.press('PageDown');
  await expect(claim(page)).toHaveText(titles[1]);
  await expect(presenter.getByTestId('presenter-claim')).toHaveText(titles[1]);
  await presenter.keyboard.press('PageUp');
  await expect(claim(page)).toHaveText(titles[0]);
  await presenter.getByTestId('do-next').click();
  await expect(claim(page)).toHaveText(titles[1]);

  await presenter.getByTestId('notes-larger').click();
  const size = () => presenter.getByTestId('notes').evaluate((notes) => getComputedStyle(notes).fontSize);
  expect(await size()).toBe('22px');
  await presenter.reload();
  await expect(presenter.getByTestId('presenter-claim')).toHaveText(titles[1]);
  expect(await size()).toBe('22px');
  await presenter.keyboard.press('b');
  await expect(page.getByTestId('black')).toBeVisible();

  await page.reload();
  // It is as it was, and the other window finds it again.
  await expect(page.getByTestId('black')).toBeVisible();
  await expect(claim(page)).toHaveText(titles[1]);
  await expect(presenter.getByTestId('joined')).toHaveAttribute('data-connected', 'true');
  await presenter.keyboard.press('.');
  await expect(page.getByTestId('black')).toHaveCount(0);

  await page.close();
  await expect(presenter.getByTestId('joined')).toHaveAttribute('data-connected', 'false');
  await expect(presenter.getByTestId('joined')).toContainText('does not answer');
});

test('Space locks in, then trains and pauses; Escape puts the step back, and then leaves', async ({
  page,
  context,
}) => {
  await openHall(page, predict);
  const title = titles[predict - 1] as string;
  const presenter = await openPresenter(context, page);
  await page.keyboard.press(' ');
  await expect(page.getByTestId('locked-in')).toBeVisible();
  await presenter.keyboard.press(' ');
  const training = presenter.getByTestId('hall-training');
  await expect(training).toContainText(/step [1-9]/);
  // What was trained is there after a reload, as far as it was kept, and goes on.
  await page.reload();
  await expect(training).toContainText(/^(Paused|Nothing is trained)/);
  await expect(page.getByTestId('locked-in')).toBeVisible();
  await page.keyboard.press(' ');
  await expect(training).toContainText(/^Training: step [1-9]/);
  await page.keyboard.press(' ');
  await expect(training).toContainText(/^(Paused|Trained)/);
  await expect(presenter.getByTestId('hall-line').first()).toBeAttached();

  await page.keyboard.press('Escape');
  await expect(training).toHaveText('Nothing is trained');
  await expect(claim(page)).toHaveText(title);
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('lessons')).toBeVisible();
  expect(new URL(page.url()).searchParams.has('present')).toBe(false);
  await expect(presenter.getByTestId('joined')).toHaveAttribute('data-connected', 'false');
  await page.keyboard.press('f');
  await expect(claim(page)).toHaveText(title);
  await expect(presenter.getByTestId('joined')).toHaveAttribute('data-connected', 'true');
});

test('the room is counted on the laptop, seen in the hall once it is shown, and gives the prediction', async ({
  page,
  context,
}) => {
  await openHall(page, mixing.steps.findIndex(({ question }) => question?.kind === 'choose') + 1);
  const presenter = await openPresenter(context, page);
  // Nobody has answered: there is nothing to lock in.
  await page.keyboard.press(' ');
  await expect(page.getByTestId('remark')).toContainText('asks for a prediction');
  await presenter.getByTestId('count-0').fill('4');
  await presenter.getByTestId('count-1').click();
  await presenter.getByTestId('count-1').press('Control+a');
  // Faster than the hall answers.
  await presenter.getByTestId('count-1').pressSequentially('31');
  await expect(page.getByTestId('room-1')).toHaveCount(0);
  await presenter.getByTestId('show-counts').click();
  await expect(page.getByTestId('room-1')).toContainText('31');
  await page.reload();
  await expect(page.getByTestId('room-1')).toContainText('31');
  await page.keyboard.press(' ');
  await expect(page.getByTestId('locked-in')).toBeVisible();
  await expect(page.getByTestId('option-1')).toBeChecked();
});

test('the code is of the step, and keys that change runs wait until they are unlocked', async ({ page }) => {
  await openHall(page, 3);
  await page.keyboard.press('q');
  await expect(page.getByTestId('code')).toContainText('?lesson=mixing&step=3');
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('code')).toHaveCount(0);

  const names = page.getByTestId('stacks').locator('ol').first();
  const before = await names.textContent();
  for (const key of ['1', '9', 'r', 'Delete']) await page.keyboard.press(key);
  expect(await names.textContent()).toBe(before);
  await expect(page.getByTestId('chip-0-0')).toHaveCount(0);
  await page.keyboard.press('l');
  await page.getByTestId('chip-0-0').focus();
  await page.keyboard.press('Delete');
  await expect(names).not.toHaveText(before ?? '');
});

test('fits 1280×720, 1024×768 and 1920×1080 at every step, light and dark', async ({ page, context }) => {
  await openHall(page, 1);
  for (let step = 1; step <= titles.length; step++) {
    await expect(page.getByTestId('hall-step')).toContainText(`Step ${step} of`);
    for (const viewport of [{ width: 1024, height: 768 }, { width: 1920, height: 1080 }, laptop]) {
      await page.setViewportSize(viewport);
      await expectOneScreen(page);
    }
    await expectAccessible(page);
    await page.keyboard.press('ArrowRight');
  }
  // The last step's exercise: all that it asks for is seen without scrolling.
  const conditions = page.getByTestId('exercise').getByRole('listitem');
  await expect(conditions).toHaveCount(3);
  for (const condition of await conditions.all()) await expect(condition).toBeInViewport({ ratio: 1 });
  await page.keyboard.press('d');
  await expectAccessible(page, [], 'colours');
  const presenter = await openPresenter(context, page);
  await expectNothingSticksOut(presenter);
  await expectAccessible(presenter);
});

test('axe finds nothing in German and in Chinese, in the lesson, the hall and the presenter’s window', async ({
  page,
  context,
}) => {
  await page.goto(`./?lesson=mixing&step=${predict}`);
  for (const [language, title] of [
    ['de', mixing.steps[predict - 1]?.title.de],
    ['zh', mixing.steps[predict - 1]?.title.zh],
  ] as const) {
    await page.getByTestId('language').click();
    await page.getByTestId(`language-${language}`).click();
    await expect(page.getByTestId('step-title')).toHaveText(title as string);
    await expect(page.getByRole('menu')).toHaveCount(0);
    await expectAccessible(page, ['[data-testid="lesson"]'], 'others');
    await page.keyboard.press('f');
    await expect(claim(page)).toHaveText(title as string);
    await expectOneScreen(page);
    await expectAccessible(page, [], 'others');
    const presenter = await openPresenter(context, page);
    await expect(presenter.getByTestId('presenter-claim')).toHaveText(title as string);
    await expectNothingSticksOut(presenter);
    await expectAccessible(presenter, [], 'others');
    await presenter.close();
    await page.getByTestId('present-leave').click();
  }
});
