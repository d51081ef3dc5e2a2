// Ready experiments: their recordings are there at once, the slider goes through them, Train races them, and they are kept offline.
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { inRoot } from '../../scripts/lib/paths.mjs';
import { siteHeaders } from '../../scripts/lib/site-headers.mjs';
import { serveFolder } from '../../scripts/lib/static-server.mjs';
import { expectAccessible, mapPixels, openLab, stepOf } from './lab';

async function openReady(page: Page, id: string) {
  await page.getByTestId('library').click();
  await page.getByTestId(`ready-${id}`).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
}
const message = (page: Page) => page.getByTestId('message');

test('a first visit opens with a recording, which Train races; a reload has it too', async ({ page }) => {
  await page.goto('./');
  await expect(message(page)).toHaveText(
    'Recorded on the processor. Press Train to race it here over the recording.',
  );
  expect(await stepOf(page)).toBe(200);
  await expect(page.locator('[data-testid^="loss-"]').first()).toHaveText(/^\d\.\d{4}$/);
  const last = await mapPixels(page, 0, 0);
  const slider = page.getByTestId('time-slider');
  await expect(slider).toHaveAttribute('aria-valuetext', 'Step 200 of 200');
  await slider.press('Home');
  await expect(slider).toHaveAttribute('aria-valuetext', 'Step 0 of 200');
  await expect.poll(() => mapPixels(page, 0, 0)).not.toBe(last);
  await expectAccessible(page);

  await page.reload();
  await expect(message(page)).toContainText('Recorded on');
  expect(await stepOf(page)).toBe(200);

  await page.getByTestId('train').click();
  await expect(page.getByTestId('earlier-lines')).toHaveCount(3);
  await expect(page.getByTestId('raced-curves')).toContainText('the curves of the recording');
  await expect(message(page)).toContainText('Finished', { timeout: 120_000 });
  await expect(page.getByTestId('earlier-lines')).toHaveCount(3);
  await page.getByTestId('toggle-raced-curves').click();
  await expect(page.getByTestId('earlier-lines')).toHaveCount(0);
});

test('what was on the page stays saved beside the ready experiment', async ({ page }) => {
  await openLab(page);
  await page.getByTestId('step').click();
  await expect.poll(() => stepOf(page)).toBe(1);
  await openReady(page, 'mixing');
  await expect(message(page)).toContainText('Recorded on');
  await page.getByTestId('library').click();
  await expect(page.getByTestId('saved-name')).toHaveCount(2);
  await expectAccessible(page);
});

test.describe('without a network', () => {
  test.use({ serviceWorkers: 'allow' });

  test('a ready experiment that was opened opens again; another says what it needs', async ({
    page,
    context,
  }) => {
    const folder = mkdtempSync(join(tmpdir(), 'attention-lab-site-'));
    cpSync(inRoot('dist'), folder, { recursive: true });
    const host = await serveFolder(folder, 0, { '/any/where/': siteHeaders });
    await page.goto(`http://localhost:${host.port}/any/where/`);
    await page.getByTestId('help').click();
    await expect(page.getByTestId('offline-cache')).toContainText('without a network');
    await page.keyboard.press('Escape');
    await openReady(page, 'recall');
    await context.setOffline(true);
    await host.close();
    rmSync(folder, { recursive: true });
    await page.reload();
    await openReady(page, 'recall');
    await expect(message(page)).toContainText('Recorded on');
    await page.getByTestId('library').click();
    await page.getByTestId('ready-mixing').click();
    await expect(page.getByTestId('ready-error')).toContainText('it was not opened before');
  });
});
