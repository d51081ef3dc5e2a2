// What is kept in the browser: a reload and a crash of the page, the library, two tabs, and storage that is not to be had.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { commonFlags, executablePath, fewerPages, webgpuFlag } from '../support/chromium';
import {
  expectAccessible,
  expectAccessibleInBothThemes,
  expectNoOverflow,
  firstStep,
  mapPixels,
  openTab,
  stepOf,
  waitForStep,
} from './lab';
import {
  besideTheLab,
  expectSameLosses,
  openWith,
  readSaved,
  saveAsVersion1,
  savedLosses,
  tiny,
} from './saved';

const message = (page: Page) => page.getByTestId('message');
const notice = (page: Page, id: string) => page.getByTestId(`notice-${id}`);

async function trainToEnd(page: Page): Promise<number[]> {
  await page.getByTestId('train').click();
  await expect(message(page)).toContainText('Finished', { timeout: firstStep });
  return savedLosses(page, 'a', 'finished');
}

test('a reload and a crash of the page cost nothing: it is as it was, and training goes on to the same losses', async ({
  page,
  context,
}) => {
  // Seconds of training, which a slow machine must not have ended before it is broken off.
  const steps = 1200;
  await openWith(page, { ...tiny, steps, evalInterval: 30 });
  const expected = await trainToEnd(page);
  expect(expected).toHaveLength(steps);
  await page.getByTestId('reset').click();

  for (let step = 1; step <= 3; step++) {
    await page.getByTestId('step').click();
    await expect.poll(() => stepOf(page)).toBe(step);
    await expect(page.getByTestId('step')).toBeEnabled();
  }
  await expect(page.getByTestId('probe-step')).toHaveText('Maps at step 3');
  await page.getByTestId('legend-1').click();
  const losses = page.locator('[data-testid^="loss-"]');
  const before = await losses.allTextContents();
  const seen = await mapPixels(page, 0, 0);
  await expect.poll(async () => (await readSaved(page))?.contents?.results.look?.step).toBe(3);
  await expect.poll(async () => (await readSaved(page))?.contents?.view.hiddenRuns).toEqual(['b']);

  await page.reload();
  await expect(message(page)).toHaveText('Paused.');
  expect(await stepOf(page)).toBe(3);
  expect(await losses.allTextContents()).toEqual(before);
  await expect(page.getByTestId('probe-step')).toHaveText('Maps at step 3');
  expect(await mapPixels(page, 0, 0)).toBe(seen);
  await expect(page.getByTestId('legend-1')).toHaveAttribute('aria-pressed', 'false');
  await expect(page.getByTestId('train')).toHaveText('Resume');

  // Now in the middle of training, and without a word of goodbye.
  await page.getByTestId('train').click();
  await waitForStep(page, 21);
  await page.goto('chrome://crash').catch(() => {});
  const next = await context.newPage();
  await next.goto('./');
  await expect(message(next)).toHaveText('Paused.');
  const step = await stepOf(next);
  expect(step).toBeGreaterThanOrEqual(3);
  expect(step).toBeLessThan(steps);
  expectSameLosses(await trainToEnd(next), expected);
});

test('the library: begin, rename, search, duplicate, open, delete and undo', async ({ page }) => {
  await saveAsVersion1(page, { Whale: tiny, 'Ship and sea': { ...tiny, steps: 41 } });
  await page.goto('./');
  await page.keyboard.press('o');
  const dialog = page.getByRole('dialog', { name: 'Saved experiments' });
  const names = dialog.getByTestId('saved-name');
  const items = dialog.getByRole('list', { name: 'Saved experiments' }).getByRole('listitem');
  await expect(items).toHaveCount(2);
  await expect(items.filter({ hasText: 'on this page' })).toHaveCount(1);
  await expectAccessible(page);

  await dialog.getByRole('button', { name: 'New experiment' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByTestId('progress')).toContainText('of 600');
  // It is kept once something is done with it.
  await openTab(page, 'settings');
  await page.getByTestId('steps').fill('77');
  await page.getByTestId('steps').press('Enter');
  await page.keyboard.press('Tab');
  await page.getByTestId('library').click();
  await expect(items).toHaveCount(3);
  await dialog.getByRole('button', { name: 'Rename My experiment' }).click();
  await page.keyboard.type('Third');
  await page.keyboard.press('Escape');
  await expect(dialog.getByRole('button', { name: 'Rename My experiment' })).toBeVisible();
  await dialog.getByRole('button', { name: 'Rename My experiment' }).click();
  await dialog.getByLabel('New name of My experiment').fill('Third');
  await page.keyboard.press('Enter');
  await expect(items.filter({ hasText: 'Third' })).toContainText('on this page');

  await dialog.getByRole('button', { name: 'Duplicate Whale' }).click();
  await expect(items).toHaveCount(4);
  await dialog.getByLabel('Search experiments').fill('whale with');
  await expect(names).toHaveText(['Whale copy', 'Whale']);
  await dialog.getByRole('button', { name: 'Delete Whale', exact: true }).click();
  await expect(items).toHaveCount(1);
  await dialog.getByRole('button', { name: 'Undo' }).click();
  await expect(items).toHaveCount(2);
  await dialog.getByLabel('Search experiments').fill('');
  await expect(dialog.getByRole('button', { name: /^Third is on this page/ })).toBeDisabled();
  await expect(dialog.getByTestId('storage')).toHaveText(/used, .* left/);
  await expectAccessibleInBothThemes(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoOverflow(page);

  await dialog.getByRole('button', { name: 'Ship and sea', exact: true }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByTestId('progress')).toContainText('of 41');
  // The tab keeps to it, although another was changed later.
  await page.reload();
  await expect(page.getByTestId('progress')).toContainText('of 41');
});

test('two tabs on one experiment: the second says so, and takes it over or works on a copy', async ({
  page,
  context,
}) => {
  await openWith(page);
  const second = await context.newPage();
  await second.goto('./');
  await expect(notice(second, 'elsewhere')).toContainText('open in another tab');
  await expectAccessible(second);
  // What is done there is kept nowhere until a choice is made, and not lost by it.
  await second.getByTestId('step').click();
  await expect.poll(() => stepOf(second), { timeout: firstStep }).toBe(1);
  await second.getByRole('button', { name: 'Work on a copy' }).click();
  await expect(notice(second, 'elsewhere')).toHaveCount(0);
  expect(await savedLosses(second, 'a', 'paused', 'Test (copy)')).toHaveLength(1);
  expect((await readSaved(second))?.entry?.step).toBe(0);

  const third = await context.newPage();
  await third.goto('./');
  await expect(notice(third, 'elsewhere')).toContainText('open in another tab');
  await third.getByRole('button', { name: 'Go on here instead' }).click();
  await expect(notice(third, 'elsewhere')).toHaveCount(0);
  await expect(notice(second, 'elsewhere')).toContainText('Another tab has taken');
  await expect.poll(() => stepOf(third)).toBe(1);
  await third.getByTestId('step').click();
  await expect.poll(() => stepOf(third), { timeout: firstStep }).toBe(2);
  await expect.poll(async () => (await readSaved(third, 'Test (copy)'))?.entry?.step).toBe(2);
  await third.close();
  // Nobody has it now, and it is taken back with what the other tab did.
  await second.getByRole('button', { name: 'Take it back' }).click();
  await expect(notice(second, 'elsewhere')).toHaveCount(0);
  await expect.poll(() => stepOf(second)).toBe(2);
});

test('a full storage is said, nothing on the page is lost, and it is kept once there is room', async ({
  page,
  baseURL,
}) => {
  const devtools = await page.context().newCDPSession(page);
  const { origin } = new URL(baseURL as string);
  // Room for the experiment and not for two checkpoints. Chromium knows for 30 seconds what room it has found, so that
  // less must be there from the first.
  await devtools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 100_000 });
  await openWith(page);
  for (const step of [1, 2]) {
    await page.getByTestId('step').click();
    await expect.poll(() => stepOf(page), { timeout: firstStep }).toBe(step);
    // Each is written by itself.
    await page.waitForTimeout(1000);
  }
  await expect(notice(page, 'storage')).toContainText(/storage for this site is full/);
  await notice(page, 'storage').getByRole('button', { name: 'Open the library' }).click();
  await expect(page.getByRole('dialog', { name: 'Saved experiments' })).toBeVisible();
  await page.keyboard.press('Escape');
  await devtools.send('Storage.overrideQuotaForOrigin', { origin });
  await page.getByTestId('step').click();
  await expect(notice(page, 'storage')).toHaveCount(0);
  await expect.poll(() => savedLosses(page, 'a', 'paused')).toHaveLength(3);
});

test('an older tab that holds the storage, and a storage of a newer version, are said; the lab works on', async ({
  page,
  context,
}) => {
  await saveAsVersion1(page, { Test: tiny });
  // A tab of before, which does not let go.
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        const opening = indexedDB.open('attention-lab experiments /lab/', 1);
        opening.onsuccess = () => {
          Object.assign(window, { held: opening.result });
          resolve();
        };
      }),
  );
  const lab = await context.newPage();
  await lab.goto('./');
  await expect(notice(lab, 'storage')).toContainText('earlier version of the lab open');
  await openTab(lab, 'settings');
  await lab.getByTestId('steps').fill('55');
  await lab.getByTestId('steps').press('Enter');
  await page.close();
  await expect(notice(lab, 'storage')).toHaveCount(0);
  // What was done meanwhile is kept beside what there was.
  await expect.poll(async () => (await readSaved(lab, 'My experiment'))?.entry?.steps).toBe(55);
  expect((await readSaved(lab, 'Test'))?.entry?.steps).toBe(tiny.steps);

  // Now a tab of a later version comes: this one lets go, and says so.
  const later = await context.newPage();
  await later.goto(besideTheLab);
  await later.evaluate(
    () =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('attention-lab experiments /lab/', 99);
        opening.onsuccess = () => {
          opening.result.close();
          resolve();
        };
        opening.onerror = () => reject(opening.error);
      }),
  );
  await expect(notice(lab, 'storage')).toContainText('newer version of the lab was opened in another tab');
  await lab.reload();
  await expect(notice(lab, 'storage')).toContainText('written by a newer version of the lab');
  await expect(lab.getByTestId('train')).toBeEnabled();
});

test('a browser that gives no storage is said, and the lab works without', async ({
  playwright,
  baseURL,
}, info) => {
  // As someone has it who blocks all site data in the browser's settings.
  const profile = info.outputPath('profile');
  mkdirSync(join(profile, 'Default'), { recursive: true });
  const blocked = { profile: { default_content_setting_values: { cookies: 2 } } };
  writeFileSync(join(profile, 'Default', 'Preferences'), JSON.stringify(blocked));
  const context = await playwright.chromium.launchPersistentContext(profile, {
    executablePath,
    args: [webgpuFlag, ...commonFlags, fewerPages],
    baseURL,
  });
  const page = await context.newPage();
  await page.goto('./');
  await expect(notice(page, 'storage')).toContainText('gives this page no storage');
  await openTab(page, 'data');
  await page.getByTestId('task-choice').selectOption({ label: 'Look back' });
  await expect(page.getByTestId('task-isolates')).toBeVisible();
  await expect(page.getByTestId('train')).toBeEnabled();
  await page.getByTestId('library').click();
  await expect(page.getByRole('dialog').getByRole('alert')).toContainText('no storage');
  await context.close();
});
