// What the page shows at an earlier moment is what was captured then, value by value.
import { expect, type Page, test } from '@playwright/test';
import { type Capture, decodeMap } from '../../src/measure/capture';
import { mapPixels } from '../../src/ui/heatmap/mapPixels';
import { expectAccessible, smallMap } from './lab';
import { openWith, readSaved } from './saved';

/** A capture as it leaves the page. */
type Plain = Pick<Capture, 'step' | 'tokens' | 'heads'> & { weights: number[] };

/** The captures of the first run that the storage has, the steps rising; maps of its first layer. */
const stored = (page: Page): Promise<Plain[]> =>
  page.evaluate(async () => {
    const [{ name = '' } = {}] = await indexedDB.databases();
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open(name);
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(opening.error);
    });
    const all = db.transaction('captures').objectStore('captures');
    const read = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve) => {
        request.onsuccess = () => resolve(request.result);
      });
    const [keys, captures] = await Promise.all([read(all.getAllKeys()), read<Capture[]>(all.getAll())]);
    db.close();
    return captures
      .filter((_, i) => (keys[i] as string[])[1] === 'a')
      .map(({ step, tokens, heads, layers }) => ({
        step,
        tokens,
        heads,
        weights: Array.from(layers[0]?.weights ?? []),
      }));
  });

test('keys go through the captures, whose maps are drawn weight by weight; a reload has them too', async ({
  page,
}) => {
  await openWith(page);
  await page.getByTestId('train').click();
  await expect(page.getByTestId('message')).toContainText('Finished', { timeout: 60_000 });
  const due = Array.from({ length: 41 }, (_, step) => step);
  await expect.poll(async () => (await stored(page)).map(({ step }) => step)).toEqual(due);
  const captures = await stored(page);

  const expectShown = async (step: number) => {
    await expect(page.getByTestId('probe-step')).toHaveText(`Maps at step ${step}`);
    const { tokens, heads, weights } = captures[step] as Plain;
    const layers = [{ weights: Uint8Array.from(weights), indicators: null, scores: null }];
    const map = decodeMap(
      { step, text: '', tokens, heads, cut: false, unknown: [], layers },
      0,
    ) as Float32Array;
    for (let head = 0; head < heads; head++)
      await expect
        .poll(() => smallMap(page, 0, head, tokens.length))
        .toEqual(Array.from(mapPixels(map, head, tokens.length)));
    return map;
  };
  await expect(page.getByTestId('probe-step')).toHaveText('Maps at step 40');
  for (const step of [39, 38]) {
    await page.keyboard.press(',');
    await expectShown(step);
  }
  await page.keyboard.press('.');
  const map = await expectShown(39);

  // The number that is read of a weight is the capture's.
  const { length: T } = captures[39]!.tokens;
  await page.getByTestId('map-0-1').click();
  await expect(page.getByTestId('big-map')).toBeFocused();
  await page.keyboard.press('Home');
  const readout = page.getByTestId('cell-readout');
  const positions = (await readout.locator('small').allTextContents()).map((at) => Number(at.slice(3)) - 1);
  const [query, key] = positions as [number, number];
  const weight = map[(T + query) * T + key] as number;
  await expect(readout.locator('strong')).toHaveText(weight.toFixed(4));
  await expectAccessible(page);
  await page.keyboard.press('Escape');

  await page.keyboard.press('v');
  await expect(page.getByTestId('probe-step')).toHaveText('Maps at step 40');
  // What is written a moment later is there after the reload.
  await expect.poll(async () => (await readSaved(page))?.contents?.view.moment).toBeNull();
  await page.reload();
  await expect(page.getByTestId('probe-step')).toHaveText('Maps at step 40');
  await page.keyboard.press(',');
  await expectShown(39);
});
