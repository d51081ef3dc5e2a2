// Lessons on the built page: predicted, played from a recording, solved by a real training, left, entered cold, and without a network.
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { inRoot } from '../../scripts/lib/paths.mjs';
import { siteHeaders } from '../../scripts/lib/site-headers.mjs';
import { serveFolder } from '../../scripts/lib/static-server.mjs';
import {
  expectAccessibleInBothThemes,
  expectNoOverflow,
  expectNothingSticksOut,
  firstStep,
  openUntrained,
} from './lab';

const title = (page: Page) => page.getByTestId('step-title');
const next = (page: Page) => page.getByTestId('lesson-next').click();
const runNames = (page: Page) => page.locator('[data-testid^="run-name-"]');

test('is begun from the list, predicted, played, solved by training, and left either way', async ({
  page,
}) => {
  await openUntrained(page);
  await page.keyboard.press('n');
  await page.getByTestId('lesson-mixing').click();
  await expect(title(page)).toBeVisible();
  expect(page.url()).toContain('lesson=mixing&step=1');
  await expectAccessibleInBothThemes(page);

  await next(page);
  await expect(page.getByTestId('predict-first')).toBeVisible();
  // Neither the key nor the button trains before the answer is locked in.
  await page.keyboard.press('t');
  await expect(page.getByTestId('train')).toBeDisabled();
  await page.getByTestId('number-answer').fill('14');
  await page.getByTestId('lock-in').click();
  await expect(page.getByTestId('number-answer')).toBeDisabled();
  await page.getByTestId('lesson-play').click();
  await page.getByTestId('show-all').click();
  await expect(page.getByTestId('recorded-on')).toBeVisible();
  await expect(page.getByTestId('prediction')).toContainText('14');
  await expectAccessibleInBothThemes(page);
  await page.reload();
  await expect(page.getByTestId('locked-in')).toBeVisible();
  await expect(page.getByTestId('recorded-on')).toBeVisible();

  await page.goto('./?lesson=mixing&step=7');
  const verdict = page.getByTestId('exercise-verdict');
  await expect(verdict).toBeVisible();
  await expect(page.getByTestId('hand-in')).toHaveCount(0);
  // RndEmbQK below standard.
  await page.getByTestId('chip-0-0').focus();
  await page.keyboard.press('5');
  await page.getByTestId('chip-0-1').focus();
  await page.keyboard.press('1');
  await page.getByTestId('train').click();
  await expect(page.getByTestId('hand-in')).toHaveValue(/#1/, { timeout: firstStep });
  await expectAccessibleInBothThemes(page, ['[data-testid="exercise"]']);
  const link = await page.getByTestId('hand-in').inputValue();
  expect(link).not.toContain('lesson=');
  await page.getByTestId('pause').click();
  await expect(page.getByTestId('message')).toHaveText('Paused.');

  await page.getByTestId('leave-lesson').click();
  await page.getByTestId('leave-keep').click();
  await expect(title(page)).toHaveCount(0);
  expect(page.url()).not.toContain('lesson');
  await expect(page.getByTestId('message')).toContainText('Paused');

  await page.goto('./?lesson=mixing&step=3');
  await expect(title(page)).toBeVisible();
  // It points at one map of the two.
  await expect(page.getByTestId('map-1-0')).toHaveAttribute('data-marked', 'true');
  await expect(page.getByTestId('map-0-0')).not.toHaveAttribute('data-marked', 'true');
  await expect(page.getByTestId('map-1-0')).toBeInViewport();
  await page.getByTestId('leave-lesson').click();
  await page.getByTestId('leave-back').click();
  // What the lesson left is what was there before.
  await expect(runNames(page)).toHaveCount(1);
  await expect(page.getByTestId('message')).toContainText('Paused');
});

test('is entered cold by a link, fits a phone, and says where it names no lesson', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('./?lesson=mixing&step=3');
  await expect(title(page)).toHaveText('Without mixing it stays at chance');
  await expectNoOverflow(page);
  await expectNothingSticksOut(page);
  await page.getByTestId('lesson-back').click();
  await expect(page.getByTestId('prediction')).toBeVisible();
  await expectNothingSticksOut(page);
  // What a step evaluates is shown once it is predicted and asked for.
  await page.goto('./?lesson=context&step=4');
  await expect(page.getByTestId('evaluate-status')).toContainText('Lock in a prediction');
  await expect(page.getByTestId('context-table')).toHaveCount(0);
  await page.getByTestId('option-0').check();
  await page.getByTestId('lock-in').click();
  await page.getByTestId('lesson-evaluate').click();
  await expect(page.getByTestId('evaluate-status')).toContainText('Evaluated');
  await expect(page.getByTestId('context-table')).toBeVisible();
  await expectNothingSticksOut(page);
  await page.goto('./?lesson=nothing');
  // The list of those there are opens, and says so.
  await expect(page.getByTestId('lessons-list')).toContainText('nothing');
  await expect(page.getByTestId('lesson-mixing')).toBeVisible();
});

test.describe('without a network', () => {
  test.use({ serviceWorkers: 'allow' });

  test('is there after one visit, its recording too', async ({ page, context }) => {
    const folder = mkdtempSync(join(tmpdir(), 'attention-lab-site-'));
    cpSync(inRoot('dist'), folder, { recursive: true });
    const host = await serveFolder(folder, 0, { '/any/where/': siteHeaders });
    const url = `http://localhost:${host.port}/any/where/`;
    try {
      await page.goto(`${url}?lesson=mixing&step=3`);
      await expect(title(page)).toBeVisible();
      await page.getByTestId('help').click();
      await expect(page.getByTestId('offline-cache')).toContainText('without a network');
      await context.setOffline(true);
      await host.close();
      await page.goto(`${url}?lesson=mixing&step=3`);
      await expect(title(page)).toHaveText('Without mixing it stays at chance');
      await expect(page.getByTestId('message')).toContainText('Recorded on');
    } finally {
      await host.close();
      rmSync(folder, { recursive: true });
    }
  });
});
