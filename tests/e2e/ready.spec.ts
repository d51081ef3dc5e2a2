// Ready experiments: their recordings are there at once, the slider goes through them, Train races them, and they are kept offline.
import { expect, type Page, test } from '@playwright/test';
import { expectAccessible, mapPixels, openReady, stepOf, waitForStep } from './lab';

const message = (page: Page) => page.getByTestId('message');

// Nothing is known of an earlier visit.
test.use({ storageState: { cookies: [], origins: [] } });

test('a first visit opens with a recording, which Train races; a reload has it too, and the library when another is opened', async ({
  page,
}) => {
  const recordings: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('/recordings/')) recordings.push(request.url());
  });
  await page.goto('./');
  await expect(message(page)).toHaveText(
    'Recorded on the processor. Press Train to race it here over the recording.',
  );
  expect(recordings).toHaveLength(1);
  expect(await stepOf(page)).toBe(200);
  await expect(page.getByTestId('time-estimate')).toHaveText(/^About \d+ (s|min) on this device/);
  await expect(page.locator('[data-testid^="loss-"]').first()).toHaveText(/^\d\.\d{4}$/);
  const last = await mapPixels(page, 0, 0);
  const slider = page.getByTestId('time-slider');
  await expect(slider).toHaveAttribute('aria-valuetext', 'Step 200 of 200');
  await slider.press('Home');
  await expect(slider).toHaveAttribute('aria-valuetext', 'Step 0 of 200');
  await expect.poll(() => mapPixels(page, 0, 0)).not.toBe(last);
  // Where a curve crosses the name of a reference line, the name is over it.
  const isOver = await page.getByText('uniform guess').evaluate((name) => {
    const lines = [...document.querySelectorAll('[data-testid="curves"] [data-run]')];
    return lines.map((line) =>
      Boolean(line.compareDocumentPosition(name) & Node.DOCUMENT_POSITION_FOLLOWING),
    );
  });
  expect(isOver).toEqual([true, true, true]);
  await expectAccessible(page);

  await page.reload();
  await expect(message(page)).toContainText('Recorded on');
  expect(await stepOf(page)).toBe(200);

  await page.getByTestId('train').click();
  await expect(page.getByTestId('earlier-lines')).toHaveCount(3);
  await expect(page.getByTestId('raced-curves')).toContainText('the curves of the recording');
  await waitForStep(page, 20);
  await page.getByTestId('pause').click();
  await expect(message(page)).toHaveText('Paused.');
  await expect(page.getByTestId('earlier-lines')).toHaveCount(3);
  await page.getByTestId('toggle-raced-curves').click();
  await expect(page.getByTestId('earlier-lines')).toHaveCount(0);

  // What was on the page stays saved beside another one.
  await openReady(page, 'mixing');
  await expect(message(page)).toContainText('Recorded on');
  await page.getByTestId('library').click();
  await expect(page.getByTestId('saved-name')).toHaveCount(2);
  await expectAccessible(page);
});
