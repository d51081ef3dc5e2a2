// The page before any training: help, stacks, runs, placements, and that axe finds nothing. The tests share one page, and
// none needs what another leaves.
import { expect, type Page, test } from '@playwright/test';
import {
  expectAccessible,
  expectAccessibleInBothThemes,
  expectNoOverflow,
  expectNothingSticksOut,
  inEveryTab,
  openLab,
  openTab,
} from './lab';
import { readSaved } from './saved';

test.describe.configure({ mode: 'default' });

let page: Page;
test.beforeAll(async ({ browser }) => {
  page = await browser.newPage();
  await openLab(page);
});
// Where the page begins.
test.beforeEach(async () => {
  await openTab(page, 'runs');
  await openTab(page, 'maps');
});
test.afterAll(() => page.close());

const laptop = { width: 1280, height: 720 };

test('axe finds no violation in any tab, in help and in the dialogs, light and dark, and on a phone', async () => {
  await inEveryTab(page, () => expectAccessibleInBothThemes(page));
  await page.setViewportSize({ width: 390, height: 844 });
  await inEveryTab(page, () => expectAccessible(page));
  await page.setViewportSize(laptop);
  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'Help' });
  await expect(help).toBeVisible();
  await expectAccessibleInBothThemes(page);
  await page.keyboard.press('Escape');
  await page.keyboard.press('p');
  const placement = page.getByRole('dialog', { name: 'Placement in All standard' });
  await expect(placement).toBeVisible();
  await expectAccessibleInBothThemes(page);
  await page.keyboard.press('Escape');
  await expect(placement).toHaveCount(0);
});

test('Compare: axe finds no violation and nothing sticks out, light and dark, and on a phone', async () => {
  await page.keyboard.press('c');
  await expect(page.getByTestId('comparison')).toBeVisible();
  await expectAccessibleInBothThemes(page);
  for (const size of [{ width: 1440, height: 900 }, laptop, { width: 390, height: 844 }]) {
    await page.setViewportSize(size);
    await expectNoOverflow(page);
    await expectNothingSticksOut(page);
  }
  await expectAccessibleInBothThemes(page);
  await page.setViewportSize(laptop);
  await page.keyboard.press('c');
  await expect(page.getByTestId('comparison')).toHaveCount(0);
});

test('with three runs and with eight the page is one screen: only panels scroll', async () => {
  const overflow = () =>
    page.evaluate(() => {
      const beyond = ({ scrollHeight, clientHeight, scrollWidth, clientWidth }: Element) => ({
        down: scrollHeight - clientHeight,
        across: scrollWidth - clientWidth,
      });
      const panels = [...document.querySelectorAll('[role="tabpanel"]')];
      const bottomOf = (selector: string) =>
        document.querySelector(selector)?.getBoundingClientRect().bottom ?? 0;
      return {
        page: beyond(document.documentElement),
        panelsAcross: Math.max(...panels.map((panel) => beyond(panel).across)),
        curvesOverDock: bottomOf('[data-testid="curves"]') > bottomOf('#curves') + 1,
      };
    });
  const none = { page: { down: 0, across: 0 }, panelsAcross: 0, curvesOverDock: false };
  const expectOneScreen = async () => {
    for (const size of [{ width: 1440, height: 900 }, laptop]) {
      await page.setViewportSize(size);
      await inEveryTab(page, () => expect.poll(overflow, { timeout: 10_000 }).toEqual(none));
      await openTab(page, 'runs');
      for (const id of ['train', 'curves', 'splitter', 'tab-maps', 'undo'])
        await expect(page.getByTestId(id)).toBeInViewport({ ratio: 0.9 });
    }
  };
  const names = page.locator('[data-testid^="run-name-"]');
  await expect(names).toHaveCount(3);
  await expectOneScreen();
  const add = page.getByRole('button', { name: 'Add run' });
  while (await add.isEnabled()) await add.click();
  await expect(names).toHaveCount(8);
  await expectOneScreen();
  for (let i = 0; i < 5; i++) await page.getByTestId('undo').click();
  await expect(names).toHaveCount(3);
});

test('opening a tab moves none', async () => {
  const places = () =>
    page.getByRole('tab').evaluateAll((tabs) => tabs.map((tab) => tab.getBoundingClientRect().left));
  const before = await places();
  expect(before.length).toBeGreaterThan(6);
  await inEveryTab(page, async () => expect(await places()).toEqual(before));
});

test('the dock is made higher by keyboard, and is as high after a reload', async () => {
  const splitter = page.getByTestId('splitter');
  const dockHeight = async () => (await page.locator('#dock').boundingBox())?.height ?? 0;
  /** But for a line of the run bar, which words may come to. */
  const expectHeight = (height: number) =>
    expect.poll(async () => Math.abs((await dockHeight()) - height)).toBeLessThan(4);
  const before = await dockHeight();
  await splitter.focus();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await expect(splitter).toHaveAttribute('aria-valuenow', '55');
  // Two times five per cent of what is beside the rail.
  const rail = (await page.locator('#rail').boundingBox())?.height ?? 0;
  const grown = await dockHeight();
  expect(grown - before).toBeGreaterThan(0.08 * rail);
  await page.reload();
  await expect(splitter).toHaveAttribute('aria-valuenow', '55');
  await expectHeight(grown);
  await splitter.focus();
  await page.keyboard.press('End');
  await expect(splitter).toHaveAttribute('aria-valuenow', '15');
  await page.keyboard.press('Home');
  await expect(splitter).toHaveAttribute('aria-valuenow', '80');
  for (let i = 0; i < 7; i++) await page.keyboard.press('ArrowDown');
  await expect(splitter).toHaveAttribute('aria-valuenow', '45');
  await expectHeight(before);
});

test('the experiment’s name is edited in the header, put back by Escape, and there after a reload', async () => {
  const name = page.getByTestId('experiment-name');
  await expect(name).toHaveValue('My experiment');
  await name.fill('Not this');
  await page.keyboard.press('Escape');
  await expect(name).toHaveValue('My experiment');
  await name.blur();
  await expect(name).toHaveValue('My experiment');
  await name.fill('Whales in May');
  await page.keyboard.press('Enter');
  await expect(name).not.toBeFocused();
  await expect(name).toHaveValue('Whales in May');
  // It is written a moment later.
  await expect.poll(() => readSaved(page, 'Whales in May')).toBeDefined();
  await page.reload();
  await expect(name).toHaveValue('Whales in May');
  await page.getByTestId('library').click();
  await expect(page.getByTestId('saved-name')).toHaveText([/^Whales in May/]);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('a dialog whose script is on its way says so, and opens once it is there', async () => {
  let send = () => {};
  const sent = new Promise<void>((resolve) => {
    send = resolve;
  });
  const script = '**/assets/pageDialogs-*.js';
  await page.route(script, async (route) => {
    await sent;
    await route.continue();
  });
  await page.reload();
  await page.getByTestId('library').click();
  await expect(page.getByTestId('dialog-opening')).toBeVisible();
  send();
  await expect(page.getByRole('dialog', { name: 'Saved experiments' })).toBeVisible();
  await expect(page.getByTestId('dialog-opening')).toHaveCount(0);
  await page.unroute(script);
  await page.keyboard.press('Escape');
});

/**
 * Controls that a finger reaches over less than 44 CSS pixels, which may be more than what is drawn. A layer's cell, a choice and a word that
 * opens its meaning may be narrower; within a line of text it may be lower too (WCAG 2.5.8).
 */
const smallTargets = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const controls =
      'button, summary, a, [role="tab"], [role="slider"], .mantine-Input-input, .mantine-SegmentedControl-label, .mantine-Radio-label, .mantine-Checkbox-label, .mantine-Switch-label';
    const wide = '.mantine-Button-root, .mantine-ActionIcon-root, .mantine-Input-input, [role="tab"]';
    const least = 44;
    const isInText = ({ parentElement }: Element) =>
      [...(parentElement?.childNodes ?? [])].some(
        (node) => node instanceof Text && node.data.trim() !== '',
      ) || parentElement?.closest('p') !== null;
    /** From the middle of the control up or down to where a touch is no longer its own. */
    const reach = (control: Element, by: 1 | -1) => {
      const { left, top, width, height } = control.getBoundingClientRect();
      let pixels = 0;
      while (
        pixels < least &&
        control.contains(document.elementFromPoint(left + width / 2, top + height / 2 + by * pixels))
      )
        pixels++;
      return pixels;
    };
    return [...document.querySelectorAll(controls)]
      .filter((control) => control.checkVisibility({ visibilityProperty: true }))
      .filter((control) => !control.closest('.skip-link, .visually-hidden') && !isInText(control))
      .filter((control) => {
        const { width, height } = control.getBoundingClientRect();
        if (width < least && control.matches(wide)) return true;
        if (height >= least) return false;
        control.scrollIntoView({ block: 'center', behavior: 'instant' });
        return reach(control, -1) + reach(control, 1) < least;
      })
      .map(({ outerHTML }) => outerHTML.slice(0, 160));
  });

test('on the smallest phone nothing sticks out and targets are large enough for a finger, in any tab', async ({
  browser,
}) => {
  // A first visit has a recording, and with it verdicts and measures.
  const phone = await browser.newPage({
    viewport: { width: 360, height: 740 },
    hasTouch: true,
    isMobile: true,
  });
  await phone.goto('./');
  await expect(phone.getByTestId('message')).toContainText('Recorded');
  // A name is there as a whole, in as many lines as it takes, and a choice's word beside its arrow.
  const longName = 'Standard attention below, windows above';
  await phone.getByTestId('run-menu-0').click();
  await phone.getByRole('menuitem', { name: 'Rename…' }).click();
  await phone.getByRole('textbox', { name: 'Name', exact: true }).fill(longName);
  await phone.keyboard.press('Enter');
  const name = phone.getByTestId('run-name-0');
  await expect(name).toHaveText(longName);
  const cut = await name.evaluate((button) =>
    [button, ...button.querySelectorAll('*')]
      .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth && clientWidth > 0)
      .map(({ outerHTML }) => outerHTML),
  );
  expect(cut).toEqual([]);
  const spare = await phone.getByRole('combobox', { name: 'Drawn' }).evaluate((select) => {
    const { font, paddingLeft, paddingRight } = getComputedStyle(select);
    const context = document.createElement('canvas').getContext('2d') as CanvasRenderingContext2D;
    context.font = font;
    const sides = Number.parseFloat(paddingLeft) + Number.parseFloat(paddingRight);
    return select.clientWidth - sides - context.measureText('Absolute').width;
  });
  expect(spare).toBeGreaterThanOrEqual(0);
  // What a first visit has to explain, so that nothing is measured before it is there.
  const explained = { maps: 'Probe', inside: 'Entropy', results: 'too early to tell' };
  await inEveryTab(phone, async () => {
    for (const [tab, word] of Object.entries(explained))
      if ((await phone.getByTestId(`tab-${tab}`).getAttribute('aria-selected')) === 'true')
        await expect(phone.getByRole('button', { name: word }).first()).toBeVisible();
    await expectNothingSticksOut(phone);
    await expectNoOverflow(phone);
    expect(await smallTargets(phone)).toEqual([]);
  });
  await phone.keyboard.press('c');
  await expect(phone.getByTestId('close-compare')).toBeVisible();
  expect(await smallTargets(phone)).toEqual([]);
  await phone.close();
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
    // Its own name follows the theme.
    await expectAccessible(page, ['header']);
  }
  await page.setViewportSize({ width: 390, height: 844 });
  await inEveryTab(page, () => expectNoOverflow(page));
  await openTab(page, 'runs');
  await page.setViewportSize(laptop);
});

test('arrows move between layers and runs, Delete removes a layer, u brings it back', async () => {
  await page.getByTestId('chip-0-0').focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
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
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Bilateral');
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
  await expect(page.getByTestId('history')).toContainText('Removed “Bilateral”.');
  await page.getByTestId('undo').click();
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
