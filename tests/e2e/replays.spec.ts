// After another probe its captures are made anew on the page, also after a reload, from the checkpoints that the storage kept.
import { expect, type Page, test } from '@playwright/test';
import { expectAccessible } from './lab';
import { openWith, readSaved } from './saved';

/** Steps of the checkpoints along the way that the storage has. */
const trail = (page: Page): Promise<number[]> =>
  page.evaluate(async () => {
    const [{ name = '' } = {}] = await indexedDB.databases();
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open(name);
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(opening.error);
    });
    const keys = await new Promise<IDBValidKey[]>((resolve) => {
      const reading = db.transaction('trail').objectStore('trail').getAllKeys();
      reading.onsuccess = () => resolve(reading.result);
    });
    db.close();
    return keys.map((key) => (key as [string, string, number])[2]);
  });

test('captures of a new probe are made anew, from checkpoints that outlast a reload', async ({ page }) => {
  await openWith(page);
  for (const step of [1, 2, 3]) {
    await page.keyboard.press('s');
    await expect(page.getByTestId('progress')).toContainText(`Step ${step} of 40`, { timeout: 60_000 });
    await expect(page.getByTestId('message')).toContainText('Paused');
  }
  await page.getByTestId('train').click();
  await expect(page.getByTestId('message')).toContainText('Finished', { timeout: 60_000 });
  await expect.poll(() => trail(page)).toEqual(expect.arrayContaining([1, 2, 3]));
  await expect(page.getByTestId('probe-step')).toHaveText('Maps at step 40');
  // What is written a moment later is there after the reload.
  const written = async () => (await readSaved(page))?.contents?.results;
  await expect
    .poll(async () => [(await written())?.state, (await written())?.look?.step])
    .toEqual(['finished', 40]);
  const kept = await trail(page);
  expect(kept.length).toBeLessThanOrEqual(2 * 7);

  await page.reload();
  await expect(page.getByTestId('probe-step')).toHaveText('Maps at step 40');
  expect(await trail(page)).toEqual(kept);
  await page.getByTestId('another-sample').click();
  const offer = page.getByTestId('replay-offer');
  await expect(offer).toContainText('Some captures of this probe are not held.');
  await expectAccessible(page);
  // A step between checkpoints, where a person goes.
  await page.keyboard.press(',');
  await expect(page.getByTestId('probe-step')).toHaveText('Maps at step 39', { timeout: 60_000 });
  await offer.getByRole('button').click();
  await expect(offer).toHaveCount(0, { timeout: 60_000 });
  await expect(page.getByTestId('replay')).toHaveCount(0);
  await page.keyboard.press(',');
  await expect(page.getByTestId('probe-step')).toHaveText('Maps at step 38');
});
