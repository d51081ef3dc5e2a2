// The first screen's experiment, on one page from its first step to a restart.
import { expect, type Page, test } from '@playwright/test';
import {
  expectAccessibleInBothThemes,
  expectNoOverflow,
  inEveryTab,
  lossesOf,
  mapPixels,
  openLab,
  openTab,
  stepOf,
  waitForStep,
} from './lab';

test.describe.configure({ mode: 'serial' });

let page: Page;
let firstLosses: number[];
let firstMap: string;

test.beforeAll(async ({ browser }) => {
  page = await browser.newPage();
  await openLab(page);
});
test.afterAll(() => page.close());

test('one step: a loss for each run, near that of a uniform guess', async () => {
  await expect(page.getByTestId('engine-info')).toContainText('Processor');
  await page.getByTestId('step').click();
  firstLosses = await lossesOf(page);
  expect(firstLosses).toHaveLength(3);
  for (const loss of firstLosses) expect(Math.abs(loss - Math.log(81))).toBeLessThan(0.2);
  await expect(page.getByTestId('probe-step')).toHaveText('Maps at step 1');
  firstMap = await mapPixels(page, 3, 0);
});

test('the large map is read by keyboard, and gives the focus back', async () => {
  const thumbnail = page.getByTestId('map-1-2');
  await thumbnail.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('big-map')).toBeFocused();
  const readout = page.getByTestId('cell-readout');
  await page.keyboard.press('Home');
  const first = await readout.textContent();
  await page.keyboard.press('ArrowRight');
  await expect(readout).not.toHaveText(first ?? '');
  for (let i = 0; i < 5; i++) await page.keyboard.press('PageUp');
  // The first token has only itself to look at.
  await expect(readout).toContainText('1.0000');
  await expectAccessibleInBothThemes(page);
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('big-map')).toHaveCount(0);
  await expect(thumbnail).toBeFocused();
});

test('a large map that is left open takes the focus from nobody', async () => {
  await page.getByTestId('map-1-2').click();
  const large = page.getByTestId('big-map');
  await expect(large).toBeFocused();
  await page.getByTestId('chip-0-1').focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('heading', { name: 'Layer 3, head 3' })).toBeVisible();
  await expect(page.getByTestId('chip-0-2')).toBeFocused();
  const tab = page.getByTestId('tab-maps');
  await tab.focus();
  await page.keyboard.press('ArrowRight');
  await expect(large).toBeHidden();
  await page.keyboard.press('ArrowLeft');
  await expect(large).toBeVisible();
  await expect(tab).toBeFocused();
  await large.press('Escape');
  await expect(large).toHaveCount(0);
});

test('the legend hides and shows a run', async () => {
  const line = page.locator('[data-testid="curves"] [data-run="relaxed"]');
  await expect(line).toHaveCount(1);
  const legend = page.getByTestId('legend-1');
  await legend.focus();
  await page.keyboard.press('Enter');
  await expect(line).toHaveCount(0);
  await expect(legend).toHaveAttribute('aria-pressed', 'false');
  await page.keyboard.press('Enter');
  await expect(line).toHaveCount(1);
});

test('nothing is wider than a phone', async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByTestId('map-0-0').click();
  await inEveryTab(page, () => expectNoOverflow(page));
  await openTab(page, 'runs');
  await openTab(page, 'maps');
  await page.getByTestId('big-map').press('Escape');
  await expect(page.getByTestId('big-map')).toHaveCount(0);
  await page.setViewportSize({ width: 1280, height: 720 });
});

// Few steps, all within the warm-up of the learning rate: a GPU's blink, and all there is time for on a CPU. The losses
// fall from 4.43 to 3.9 in nine steps.
test('in 12 steps all three losses fall by at least 0.4 nats, and a map changes', async () => {
  await page.getByTestId('train').click();
  await waitForStep(page, 12);
  const losses = await lossesOf(page);
  losses.forEach((loss, i) => {
    expect(loss).toBeLessThan((firstLosses[i] as number) - 0.4);
  });
  await expect.poll(() => mapPixels(page, 3, 0)).not.toBe(firstMap);
});

test('pause holds the step, and resume goes on from it', async () => {
  await page.getByTestId('pause').click();
  await expect(page.getByTestId('message')).toHaveText('Paused.');
  const held = await stepOf(page);
  await page.waitForTimeout(1500);
  expect(await stepOf(page)).toBe(held);
  await page.getByTestId('train').click();
  await waitForStep(page, held + 1);
  expect(await stepOf(page)).toBeLessThan(held + 15);
});

test('the chart’s cursor reads every run’s losses by keyboard and by pointer', async () => {
  await page.getByTestId('pause').click();
  await expect(page.getByTestId('message')).toHaveText('Paused.');
  const cursor = page.getByTestId('chart-cursor');
  await cursor.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  await expect(cursor).toHaveAttribute(
    'aria-valuetext',
    /^Step 1\. All standard: train \d.*Interleaved: train \d/,
  );
  await expect(page.getByTestId('chart-tooltip').locator('tbody tr')).toHaveCount(3);
  await page.getByTestId('reset').focus();
  await expect(page.getByTestId('chart-tooltip')).toHaveCount(0);
  await cursor.hover();
  await expect(page.getByTestId('chart-tooltip').locator('tbody tr')).toHaveCount(3);
});

test('a layer’s variant changes by keyboard, and its run trains anew', async () => {
  await page.getByTestId('train').click();
  await expect(page.getByTestId('pause')).toBeVisible();
  await waitForStep(page, 30);
  await page.getByTestId('chip-0-1').focus();
  await page.keyboard.press('2');
  await expect(page.getByTestId('chip-0-1')).toHaveAccessibleName('Mixed: Std, MLP, layer 2 MLP');
  // What it had learned as another stack can be brought back. It may have caught up by now.
  await expect(page.getByTestId('bring-back-0')).toBeVisible();
  await expect(page.getByText('Mixes no tokens: every position works alone.')).toHaveCount(1);
});
