// The page before any training: help, stacks, runs, placements, and that axe finds nothing. The tests share one page, and
// none needs what another leaves.
import { expect, type Page, test } from '@playwright/test';
import { expectAccessible, expectNoOverflow, openLab } from './lab';

test.describe.configure({ mode: 'default' });

let page: Page;
test.beforeAll(async ({ browser }) => {
  page = await browser.newPage();
  await openLab(page);
});
test.afterAll(() => page.close());

test('axe finds no violation on the first screen, in help and in the menus, light and dark', async () => {
  const inBothThemes = async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await expectAccessible(page);
    }
  };
  await inBothThemes();
  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'Help' });
  await expect(help).toBeVisible();
  await inBothThemes();
  await page.keyboard.press('Escape');
  await page.keyboard.press('p');
  const placement = page.getByRole('dialog', { name: 'Placement in All standard' });
  await expect(placement).toBeVisible();
  await inBothThemes();
  await page.keyboard.press('Escape');
  await expect(placement).toHaveCount(0);
  await page.emulateMedia({ colorScheme: 'light' });
});

test('keys that are being written do nothing else', async () => {
  await page.getByTestId('probe').fill('');
  await page.getByTestId('probe').pressSequentially('strip 27?');
  await expect(page.getByTestId('probe')).toHaveValue('strip 27?');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByTestId('progress')).toContainText('Step 0 of');
  await expect(page.getByTestId('chip-0-0')).toHaveAccessibleName(/Standard\)$/);
});

test('the theme is switched, the phone’s page does not scroll sideways', async () => {
  const root = page.locator('html');
  for (const scheme of ['light', 'dark']) {
    await page.getByTestId('theme').click();
    await expect(root).toHaveAttribute('data-mantine-color-scheme', scheme);
  }
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoOverflow(page);
  await page.setViewportSize({ width: 1280, height: 720 });
});

test('arrows move between layers and runs, Delete removes a layer, u brings it back', async () => {
  await page.getByTestId('chip-0-0').focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowUp');
  await expect(page.getByTestId('chip-1-1')).toBeFocused();
  await page.keyboard.press('7');
  await expect(page.getByTestId('chip-1-1')).toHaveAccessibleName(/StaticEmbQK\)$/);
  await page.keyboard.press('Delete');
  await expect(page.locator('[data-testid^="chip-1-"]')).toHaveCount(3);
  await expect(page.getByTestId('chip-1-1')).toBeFocused();
  await expect(page.getByTestId('chip-1-1')).toHaveAccessibleName(/Non-approximate\)$/);
  await page.keyboard.press('u');
  await expect(page.locator('[data-testid^="chip-1-"]')).toHaveCount(4);
  await expect(page.getByTestId('chip-1-1')).toHaveAccessibleName(/StaticEmbQK\)$/);
});

test('a run is duplicated, renamed, placed, removed and brought back', async () => {
  const names = page.locator('[data-testid^="run-name-"]');
  const menu = async (run: number, item: string) => {
    await page.getByTestId(`run-menu-${run}`).click();
    await page.getByRole('menuitem', { name: item }).click();
    // It fades out; until it is gone, the next run's menu would be a second one.
    await expect(page.getByRole('menu')).toHaveCount(0);
  };
  // A layer of it was changed above, which its name follows.
  const changed = 'Mixed: NonA, Stat';
  await menu(0, 'Duplicate run');
  await expect(names).toHaveText(['All standard', 'All standard copy', changed, 'Interleaved']);

  await menu(1, 'Rename…');
  await page.getByRole('textbox', { name: 'Name' }).fill('Bilateral');
  await page.keyboard.press('Enter');
  await expect(names.nth(1)).toHaveText('Bilateral');

  await menu(1, 'Placement…');
  const dialog = page.getByRole('dialog', { name: 'Placement in Bilateral' });
  await dialog.getByTestId('place-bilateral').click();
  await expect(dialog).toHaveCount(0);
  const chips = [0, 1, 2, 3].map((layer) => page.getByTestId(`chip-1-${layer}`));
  for (const [layer, chip] of chips.entries()) {
    const variant = layer === 0 || layer === 3 ? 'Std (Standard)' : 'MLP';
    await expect(chip).toHaveAccessibleName(`Bilateral, layer ${layer + 1} ${variant}`);
  }

  await menu(1, 'Remove run');
  await expect(names).toHaveText(['All standard', changed, 'Interleaved']);
  await expect(page.getByTestId('run-menu-1')).toBeFocused();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(names).toHaveText(['All standard', 'Bilateral', changed, 'Interleaved']);
});

test('the last layer of a stack stays, and the page says why', async () => {
  await page.getByTestId('chip-2-3').focus();
  for (let i = 0; i < 4; i++) {
    await expect(page.locator('[data-testid^="chip-2-"]')).toHaveCount(4 - i);
    await page.keyboard.press('Delete');
  }
  await expect(page.getByRole('alert')).toContainText('at least one layer');
  await expect(page.locator('[data-testid^="chip-2-"]')).toHaveCount(1);
});
