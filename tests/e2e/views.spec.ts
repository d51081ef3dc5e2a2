// The tabs Maps, Inside, Text and Costs on runs that are trained: their numbers are those of the captures and the engine, and in
// each state axe finds nothing and nothing sticks out.
import { readFileSync } from 'node:fs';
import { expect, type Page, test } from '@playwright/test';
import { variants } from '../../src/attention/variants';
import { addSeeds } from '../../src/experiment/seedRuns';
import { type Capture, decodeMap } from '../../src/measure/capture';
import { largestMagnitude, mapDifference } from '../../src/measure/maps/difference';
import { differenceColouring, weightColouring } from '../../src/ui/heatmap/colouring';
import { mapPixels } from '../../src/ui/heatmap/mapPixels';
import { stack } from '../support/stack';
import {
  drop,
  expectAccessible,
  expectAccessibleInBothThemes,
  expectNoOverflow,
  expectNothingSticksOut,
  lossesOf,
  openTab,
  smallMap,
} from './lab';
import { openWith, tiny } from './saved';

const laptop = { width: 1280, height: 720 };
/** The same two runs on a text. */
const onText = { ...tiny, task: null, corpus: 'stories' as const, batch: 8, steps: 60, evalInterval: 20 };

async function train(page: Page) {
  await page.getByTestId('train').click();
  await expect(page.getByTestId('message')).toContainText('Finished', { timeout: 60_000 });
}

/** Axe and nothing beyond the sides: light and dark, and on a phone. */
async function expectFine(page: Page) {
  await expectAccessibleInBothThemes(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoOverflow(page);
  await expectNothingSticksOut(page);
  await expectAccessible(page);
  await page.setViewportSize(laptop);
}

/** What the storage has of a run's capture at a step; null until it is there. */
const storedCapture = (page: Page, run: string, at: number) =>
  page.evaluate(
    async ({ run, at }) => {
      const db = await new Promise<IDBDatabase>((resolve, reject) => {
        const opening = indexedDB.open('attention-lab experiments /lab/');
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
      const own = captures.find(({ step }, i) => (keys[i] as string[])[1] === run && step === at);
      if (!own) return null;
      const [layer] = own.layers;
      // Typed arrays come out of the page as objects with their indices.
      return {
        ...own,
        weights: layer?.weights ? [...layer.weights] : null,
        headScores: layer?.headScores ?? null,
      };
    },
    { run, at },
  );

/** Scores of the heads of the first layer of the first run at a step; null until its capture is there. */
const storedScores = async (page: Page, at: number) =>
  (await storedCapture(page, 'a', at))?.headScores ?? null;

/** The first layer's map of a run at a step, (heads, T, T), once its capture is stored. */
async function storedMap(page: Page, run: string, at: number) {
  await expect.poll(() => storedCapture(page, run, at)).not.toBeNull();
  const capture = (await storedCapture(page, run, at))!;
  const layers = [{ weights: Uint8Array.from(capture.weights ?? []), indicators: null, scores: null }];
  return { map: decodeMap({ ...capture, layers }, 0)!, tokens: capture.tokens };
}

/** The pixels of a canvas, packed RGBA. */
const drawn = (page: Page, testId: string) =>
  page
    .getByTestId(testId)
    .locator('canvas')
    .evaluate((canvas: HTMLCanvasElement) => {
      const image = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height);
      return [...new Uint32Array((image as ImageData).data.buffer)];
    });

/** Saves a picture in both formats. @returns the SVG */
async function expectSaves(page: Page, testId: string): Promise<string> {
  const saved: Record<string, Buffer> = {};
  for (const format of ['png', 'svg']) {
    await page.getByTestId(testId).click();
    const download = page.waitForEvent('download');
    await page.getByTestId(`${testId}-${format}`).click();
    saved[format] = readFileSync(await (await download).path());
  }
  expect(saved.png?.subarray(1, 4).toString()).toBe('PNG');
  return saved.svg?.toString() ?? '';
}

/** Copies a table as CSV. @returns its lines */
async function copied(page: Page, testId: string): Promise<string[]> {
  await page.getByTestId(`${testId}-csv`).click();
  await expect(page.getByTestId(`${testId}-done`)).toHaveText('Copied as CSV.');
  return (await page.evaluate(() => navigator.clipboard.readText())).trim().split('\n');
}

test('Maps: what is compared, held, zoomed and drawn is what the captures hold', async ({ page }) => {
  await page.setViewportSize(laptop);
  const runs = [
    { id: 'a', name: 'First', layers: stack('standard') },
    { id: 'b', name: 'Second', layers: stack('slidingWindow') },
    { id: 'c', name: 'Mixes nothing', layers: stack('mlp') },
  ];
  await openWith(page, { ...tiny, runs });
  await train(page);
  const { map: first, tokens } = await storedMap(page, 'a', 0);
  const { map: second } = await storedMap(page, 'b', 40);
  const T = tokens.length;
  const head = (map: Float32Array) => map.subarray(T * T, 2 * T * T);
  const [own, other] = [head(first), head(second)];
  const difference = mapDifference(own, other, T);
  const signed = (value: number) => {
    const text = Math.abs(value).toFixed(4);
    return Number(text) === 0 ? text : `${value > 0 ? '+' : '−'}${text}`;
  };

  // The second head of the first run at step 0, beside that of the second at step 40.
  await page.getByTestId('time-slider').press('Home');
  await expect(page.getByTestId('probe-step')).toHaveText('Maps at step 0');
  await page.getByTestId('map-0-1').click();
  const plane = page.getByTestId('big-map');
  await page.getByTestId('map-beside').selectOption('map');
  await page.getByTestId('besideRun').selectOption('c');
  await expect(page.getByTestId('beside-missing')).toContainText('mixes no tokens');
  await page.getByTestId('besideRun').selectOption('b');
  await page.getByTestId('besideMoment').selectOption('40');
  const largest = largestMagnitude(difference);
  await expect(page.getByTestId('difference-legend')).toContainText(`+${Number(largest.toPrecision(3))}`);
  const colouring = differenceColouring({ mapScale: 'root', mapHigh: 1 }, largest, 'light');
  await expect
    .poll(() => drawn(page, 'difference-map'))
    .toEqual([...mapPixels(difference, 0, T, { colouring })]);
  const expectCell = async (query: number, key: number) => {
    const at = query * T + key;
    const readout = page.getByTestId('cell-readout');
    await expect(readout).toContainText(`at ${query + 1} → key`);
    await expect(readout.locator('strong')).toHaveText(own[at]!.toFixed(4));
    await expect(page.getByTestId('beside-readout')).toContainText(
      `Second, Layer 1, head 2, step 40: ${other[at]!.toFixed(4)}, difference ${signed(difference[at]!)}`,
    );
  };
  await plane.focus();
  await page.keyboard.press('Home');
  await expectCell(T - 1, 0);
  await page.keyboard.press('Enter');
  for (const key of ['ArrowUp', 'ArrowRight', 'ArrowRight']) await page.keyboard.press(key);
  await expectCell(T - 2, 2);
  const held = own[(T - 1) * T]!;
  await expect(page.getByTestId('held-readout')).toContainText(
    `Layer 1, head 2: ${held.toFixed(4)}, difference ${signed(own[(T - 2) * T + 2]! - held)}`,
  );
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('held-readout')).toHaveCount(0);

  // A click holds the cell, a drag of what is zoomed moves it, Ctrl and the wheel zoom.
  await plane.scrollIntoViewIfNeeded();
  await plane.press('+');
  await expect(plane).toHaveAttribute('data-zoomed', 'true');
  const seen = await drawn(page, 'big-map');
  expect(Math.sqrt(seen.length)).toBeLessThan(T);
  const box = (await plane.boundingBox())!;
  const middle = { x: box.x + box.width / 4, y: box.y + box.height / 2 };
  await page.mouse.move(middle.x, middle.y);
  await page.mouse.down();
  await page.mouse.up();
  await expect(page.getByTestId('held-readout')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.mouse.down();
  await page.mouse.move(middle.x, middle.y + box.height / 3, { steps: 4 });
  await page.mouse.up();
  await expect.poll(() => drawn(page, 'big-map')).not.toEqual(seen);
  await page.keyboard.down('Control');
  await page.mouse.wheel(0, 2000);
  await page.keyboard.up('Control');
  await expect(plane).not.toHaveAttribute('data-zoomed');
  await expect.poll(() => drawn(page, 'big-map')).toEqual([...mapPixels(own, 0, T)]);

  // The colours follow the scale and the range, in the legend too.
  await page.getByTestId('map-colours').click();
  await page.getByTestId('map-scale').selectOption('row');
  const perRow = weightColouring({ mapScale: 'row', mapLow: 0, mapHigh: 1 });
  const ofRows = [...mapPixels(own, 0, T, { colouring: perRow })];
  await expect.poll(() => drawn(page, 'big-map')).toEqual(ofRows);
  await expect.poll(() => smallMap(page, 0, 1, T)).toEqual(ofRows);
  await page.getByTestId('map-scale').selectOption('linear');
  await page.getByTestId('map-high').fill('0.5');
  await page.getByTestId('map-high').press('Enter');
  await expect(page.getByTestId('map-legend')).toContainText('middle 0.25');
  const linear = weightColouring({ mapScale: 'linear', mapLow: 0, mapHigh: 0.5 });
  await expect.poll(() => drawn(page, 'big-map')).toEqual([...mapPixels(own, 0, T, { colouring: linear })]);
  await page.keyboard.press('Escape');

  // Arcs of the last query, and those of the truth: the token before.
  await page.getByTestId('arcs-of').selectOption('head');
  await plane.press('PageDown');
  await plane.press('PageDown');
  const row = [...own.subarray((T - 1) * T, T * T)];
  const best = row.indexOf(Math.max(...row));
  await expect(page.getByTestId('arcs').getByRole('img')).toHaveAccessibleName(
    new RegExp(`at ${T} to the keys: .* at ${best + 1} \\(${row[best]!.toFixed(3)}\\)`),
  );
  expect(await expectSaves(page, 'save-arcs')).toContain('to the keys');
  const compared = await expectSaves(page, 'save-map');
  expect(compared).toContain('Second, Layer 1, head 2, step 40');
  expect(compared).toContain('>Difference<');
  await page.getByTestId('map-beside').selectOption('truth');
  await plane.press('End');
  await plane.press('ArrowLeft');
  await expect(page.getByTestId('beside-readout')).toContainText('Right keys, even weights: 1.0000');

  await page.getByTestId('maps-of').selectOption('runs');
  await expect(page.getByTestId('runs-row').getByRole('listitem')).toHaveCount(3);
  await expect(page.getByTestId('runs-row')).toContainText('Mixes no tokens there.');
  await page.getByTestId('time-slider').press('End');
  await expect
    .poll(() => drawn(page, 'map-of-b'))
    .toEqual([...mapPixels(other, 0, T, { colouring: linear })]);
  expect(await expectSaves(page, 'save-maps')).toContain('>Mixes nothing<');
  await expectFine(page);
});

test('Inside: scores of heads are the captures’, and a run as it is has its validation loss', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.setViewportSize(laptop);
  await openWith(page);
  await train(page);
  await expect.poll(() => storedScores(page, 40)).not.toBeNull();
  await openTab(page, 'inside');
  const grid = page.getByTestId('head-grid');
  const expectScores = async (step: number, score: string) => {
    await expect(grid.locator('caption')).toContainText(`At step ${step};`);
    const stored = (await storedScores(page, step))?.[score] ?? [];
    expect(stored).toHaveLength(2);
    await expect(grid.getByRole('button')).toHaveCount(2);
    for (const [head, value] of stored.entries())
      await expect(grid.getByRole('button').nth(head)).toHaveAccessibleName(
        new RegExp(`^Layer 1, head ${head + 1}: ${value.toFixed(2)}( by \\d+)?$`),
      );
  };
  const chooser = page.getByTestId('head-score');
  for (const score of ['truth', 'previousToken']) {
    await chooser.selectOption(score);
    await expectScores(40, score);
  }
  await page.getByTestId('time-slider').press('Home');
  await expectScores(0, 'previousToken');
  await page.getByTestId('time-slider').press('End');
  await expectScores(40, 'previousToken');

  const [first = Number.NaN, second = Number.NaN] = (await storedScores(page, 40))?.previousToken ?? [];
  const lines = await copied(page, 'copy-heads');
  expect(lines[0]).toBe('run,step,layer,head,previousToken,takeOffStep');
  expect(lines.slice(1).map((line) => Number(line.split(',')[4]))).toEqual([first, second]);
  const picture = await expectSaves(page, 'save-heads');
  for (const value of [first, second]) expect(picture).toContain(`>${value.toFixed(2)}<`);
  expect(await expectSaves(page, 'save-indicators')).toContain('Without, step 40');
  expect(await copied(page, 'copy-indicators')).toHaveLength(3);
  expect(await expectSaves(page, 'save-scores')).toContain('the middle half');
  const { entropyNormalised } = (await storedCapture(page, 'a', 40))?.layers[0]?.indicators ?? {};
  await expect(page.getByTestId('measure-table').getByRole('cell')).toContainText(
    entropyNormalised?.toFixed(3) ?? 'none',
  );
  await page.getByTestId('measure').selectOption('gradNorm');
  await expect(page.getByTestId('measure-chart').first().locator('path[data-layer="0"]')).toHaveAttribute(
    'd',
    /L/,
  );
  expect(await expectSaves(page, 'save-course')).toContain('Gradient norm of each layer');
  expect(await copied(page, 'copy-scores')).toHaveLength(2);

  // A head is chosen by keyboard.
  await grid.getByRole('button').nth(1).focus();
  await page.keyboard.press('Enter');
  await expect(grid.getByRole('button').nth(1)).toHaveAttribute('aria-pressed', 'true');

  // A layer that mixes nothing says so, in words of its own.
  await page.getByTestId('chip-1-0').click();
  await expect(grid).toContainText('mixes no tokens');
  await page.getByTestId('chip-0-0').click();

  await page.getByTestId('start-ablation').click();
  const ablation = page.getByTestId('ablation-grid');
  await expect(ablation.locator('tbody td')).toHaveText([/^\d/, /^\d/, /^\d/]);
  await expect(page.getByTestId('stop-ablation')).toHaveCount(0);
  await expect(page.getByTestId('skip-standard').locator('rect')).toHaveCount(2);
  expect(await expectSaves(page, 'save-skip')).toContain('All standard layers');
  const parts = await copied(page, 'copy-ablation');
  expect(parts).toHaveLength(5);
  // A head is a switch: what the run comes to without it is what the grid has of it.
  await ablation.locator('button[data-column="1"]').click();
  const without = page.getByTestId('switched-table').locator('tbody tr').first().getByRole('cell').nth(2);
  const alone = parts
    .map((line) => line.split(','))
    .find(([, , layer, head]) => layer === '1' && head === '1');
  await expect(without).toContainText(Number(alone?.[4]).toFixed(4));
  await page.getByTestId('all-on').click();
  await expect(page.getByTestId('switched-table')).toHaveCount(0);
  await page.getByTestId('measure-change').click();
  const asItIs = page.getByTestId('changes').locator('tbody td').nth(1);
  await expect(asItIs).toHaveText(/^\d\.\d{4}/);
  const loss = (await asItIs.textContent())?.slice(0, 6) ?? '';
  await expect(ablation.locator('caption')).toContainText(`a loss of ${loss}`);
  expect(Number(parts[1]?.split(',')[4]).toFixed(4)).toBe(loss);
  await expectFine(page);

  await openTab(page, 'results');
  await expect(page.getByTestId('val-0')).toHaveText(loss);
});

test('Text: one seed and two runs write two texts, and each the same again; the mean loss is that of the tokens', async ({
  page,
}) => {
  await page.setViewportSize(laptop);
  await openWith(page, onText);
  await train(page);
  await openTab(page, 'text');
  const written = page.getByTestId('generated-tokens');
  const write = async () => {
    await page.getByTestId('start-generate').click();
    await expect(page.getByTestId('start-generate')).toBeVisible();
    return written.allTextContents();
  };
  await page.getByTestId('length').fill('60');
  await page.getByTestId('length').press('Enter');
  const first = await write();
  expect(first).toHaveLength(2);
  expect(first[0]).not.toBe(first[1]);
  for (const text of first) expect([...text].length).toBeGreaterThanOrEqual(60);
  expect(await write()).toEqual(first);
  await page.getByTestId('generate-seed').fill('2');
  await page.getByTestId('generate-seed').press('Enter');
  expect((await write())[0]).not.toBe(first[0]);
  await page.getByTestId('generate-seed').fill('1');
  await page.getByTestId('generate-seed').press('Enter');

  // Two letters that the first run wrote: it ends with them.
  const stop = /[a-z]{2}/.exec(first[0] ?? '')?.[0] ?? '';
  expect(stop).toHaveLength(2);
  await page.getByTestId('stop-text').fill(stop);
  const [stopped = ''] = await write();
  expect(stopped).toBe(first[0]?.slice(0, (first[0]?.indexOf(stop) ?? 0) + 2));

  await page.getByTestId('token-loss-text').fill('the old man');
  await page.getByTestId('read-text').click();
  const mean = page.getByTestId('token-loss-mean').first();
  await expect(mean).toContainText('mean loss');
  const printed = Number(/mean loss ([\d.]+) nats/.exec((await mean.textContent()) ?? '')?.[1]);
  // What stands below the text of the token that the arrow keys are on.
  const text = page.getByTestId('token-losses').first();
  const told = text.locator('xpath=ancestor::figure').getByRole('status');
  await text.focus();
  const losses: number[] = [];
  for (let i = 0; i < 'he old man'.length; i++) {
    await page.keyboard.press('ArrowRight');
    await expect(text.locator('[data-pointed]')).toHaveAttribute('data-token', String(i));
    const share = /had ([\d.]+)%/.exec((await told.textContent()) ?? '')?.[1];
    losses.push(-Math.log(Number(share) / 100));
  }
  const sum = losses.reduce((a, b) => a + b, 0);
  // Probabilities are printed to a tenth of a per cent.
  expect(Math.abs(sum / losses.length - printed)).toBeLessThan(0.1);
  await page.getByTestId('token-loss-shading').selectOption('against');
  await expect(page.getByTestId('token-loss-mean').nth(1)).toHaveText(/(better|worse) by \d/);
  await expectFine(page);
});

test('Costs: what is measured here fills the table length by length, Stop ends it, and what was measured stays', async ({
  page,
}) => {
  await page.setViewportSize(laptop);
  await openWith(page);
  await openTab(page, 'costs');
  await page.getByTestId('measure-costs').click();
  const cells = page.getByTestId('measured-costs').locator('td');
  const measured = cells.filter({ hasText: ' ms' });
  const none = cells.filter({ hasText: '–' });
  // Every variant at the first length, and one or more at the second.
  await expect.poll(() => measured.count(), { timeout: 60_000 }).toBeGreaterThan(variants.length);
  await page.getByTestId('stop-costs').click();
  await expect(page.getByTestId('measure-costs')).toBeVisible();
  const count = await measured.count();
  expect(count).toBeLessThan(2 * variants.length);
  // Beside each is its formula, of the same model, and standard attention is the yardstick of both.
  const all = 3 * variants.length;
  const expectRest = async () => {
    await expect(cells).toHaveCount(2 * all);
    await expect(none).toHaveCount(all - count);
    await expect(standard.getByText('1.00 ×')).toHaveCount(5);
  };
  const standard = page.getByTestId('measured-costs').getByRole('row', { name: 'Standard' });
  for (const row of await page.getByTestId('measured-costs').locator('tbody tr').all())
    await expect(row.locator('td').filter({ hasText: ' ms' }).first()).toBeVisible();
  await expect(page.getByTestId('measured-costs')).toContainText('–: not measured.');
  for (const quantity of ['Training step', 'Prefill', 'Decode, a token']) {
    await page.getByTestId('measured-what').getByText(quantity, { exact: true }).click();
    await expect(measured).toHaveCount(count);
    await expectRest();
  }
  await page.getByTestId('measured-what').getByText('Memory').click();
  await expectRest();
  const lines = page.getByTestId('cost-chart').locator('[data-line]');
  for (const kind of ['Prefill', 'Decode, a token', 'Activations', 'Cache']) {
    await page.getByTestId('cost-measure').selectOption(kind);
    await expect(lines.first()).toBeVisible();
  }
  expect(await expectSaves(page, 'save-costs')).toContain('Cost of one layer by length: Cache');
  await page.getByTestId('cost-what').getByText('Whole stacks').click();
  await expect(lines).toHaveCount(1);
  // 4BLd of the one layer of standard attention, at 2 sequences of 16 tokens of width 16: 2 KiB; an MLP keeps nothing.
  await expect(page.getByTestId('stack-costs').locator('tbody td')).toHaveText([
    '2 KiB',
    'Std 2 KiB',
    '0 B',
    'MLP 0 B',
  ]);
  await expect(page.getByTestId('cost-crossings')).toContainText(
    'Without: cheaper than With attention at every length.',
  );
  expect(await expectSaves(page, 'save-costs')).toContain(
    'Cost of the mixers of each stack by length: Cache',
  );
  await expectFine(page);
});

test('Many runs: seeds are one line and one row with the mean of their losses; results of elsewhere stand beside them', async ({
  page,
}) => {
  await page.setViewportSize(laptop);
  await openWith(page, addSeeds('a', 3)(tiny));
  await train(page);
  const losses = await lossesOf(page);
  expect(losses).toHaveLength(4);
  const lines = page.locator('[data-run] > path[stroke-width="2.75"]');
  await expect(lines).toHaveCount(4);
  await page.getByTestId('seed-drawing').getByText('Mean, range').click();
  await expect(lines).toHaveCount(2);
  await expect(page.getByTestId('seed-band')).toHaveCount(1);
  await expect(page.getByTestId('line-names')).toContainText('With attention, 3 seeds');
  const mean = Number(await page.getByTestId('seeds-loss-0').textContent());
  expect(Math.abs(mean - losses.slice(0, 3).reduce((a, b) => a + b, 0) / 3)).toBeLessThan(1.1e-4);
  const cursor = page.getByTestId('chart-cursor');
  await cursor.focus();
  // What is read out is the mean too, of the last batch.
  const spoken = (await cursor.getAttribute('aria-valuetext')) ?? '';
  const read = Number(/With attention, 3 seeds.*?train ([\d.]+)/.exec(spoken)?.[1]);
  expect(Math.abs(read - mean)).toBeLessThan(1e-3);
  await cursor.blur();
  expect(await expectSaves(page, 'save-chart')).toContain(
    'with a band: mean over seeds and from the lowest seed to the highest',
  );
  await expectFine(page);

  // What the heads learned stands below the curves, by keyboard too.
  const learned = page.getByTestId('learning');
  await expect(learned.locator('li')).toHaveCount(3);
  // Where the dock is as high as it goes nothing there is out of view: the notes scroll in themselves.
  const splitter = page.getByTestId('splitter');
  await splitter.focus();
  await page.keyboard.press('Home');
  await expect(splitter).toHaveAttribute('aria-valuenow', '80');
  const below = () =>
    page.evaluate(() => {
      const of = (id: string) => document.querySelector(`[data-testid="${id}"]`) as HTMLElement;
      const around = of('curves').parentElement as HTMLElement;
      return {
        cut: Math.max(
          0,
          of('below-curves').getBoundingClientRect().bottom - of('splitter').getBoundingClientRect().top,
        ),
        hidden: around.scrollHeight - around.clientHeight,
      };
    });
  await expect.poll(below).toEqual({ cut: 0, hidden: 0 });
  await splitter.focus();
  for (let i = 0; i < 7; i++) await page.keyboard.press('ArrowDown');
  await expect(splitter).toHaveAttribute('aria-valuenow', '45');
  await page.getByTestId('chart-settings').click();
  await page.getByTestId('learning-marks').focus();
  await page.keyboard.press('Space');
  await expect(learned).toBeHidden();
  await page.keyboard.press('Escape');

  const elsewhere = {
    experiment: { batch: 2, model: { context: 16 }, runs: [{ id: 'x', name: 'Elsewhere' }] },
    seeds: [
      {
        seed: 1,
        runs: { x: { losses: [1, 20, 40].map((step) => ({ step, loss: 1 })), validation: [], failed: null } },
      },
    ],
  };
  await drop(page, 'night.json', Buffer.from(JSON.stringify(elsewhere)));
  await expect(page.getByTestId('dropped')).toContainText('Added 1 run of night.json beside yours');
  await page.getByTestId('dropped').getByRole('button').click();
  const group = page.getByTestId('read-only-0');
  await expect(group).toContainText('1.0000');
  const thin = page.locator('[data-run] > path[stroke-width="1.5"]');
  await expect(thin).toHaveCount(1);
  await expectFine(page);
  await page.getByTestId('read-only-legend-0').click();
  await expect(thin).toHaveCount(0);
  await page.getByTestId('read-only-remove-0').click();
  await expect(group).toBeHidden();
  await drop(page, 'odd.jsonl', Buffer.from('{"not": "a line of the atlas"}'));
  await expect(page.getByTestId('dropped')).toContainText('odd.jsonl is nothing that the lab opens here.');
});

test('three clicks from a first visit tell which head learned recall, and when', async ({ page }) => {
  await page.setViewportSize(laptop);
  await page.goto('./');
  await expect(page.getByTestId('message')).toContainText('Recorded');
  await page.getByTestId('library').click();
  // Not one of the three: the search covers what is ready.
  await page.getByRole('textbox', { name: 'Search' }).fill('RndEmbQK beside');
  await expect(page.locator('[data-testid^="ready-"]')).toHaveCount(1);
  await page.getByTestId('ready-recall').click();
  await page.getByTestId('tab-inside').click();
  await expect(page.getByTestId('take-off')).toHaveText(
    /^Layer 2, head 1 .*by step \d+: [01]\.\d+ of its weight is on it at step \d+/,
  );
  // And so do the marks on the curves, without a click.
  const step = /by step (\d+)/.exec((await page.getByTestId('take-off').textContent()) ?? '')?.[1];
  const found = page
    .getByTestId('learning')
    .getByRole('button', { name: `layer 2, head 1 finds the key by step ${step}` });
  await expect(found).toHaveCount(1);
  await expect(page.getByTestId('mark-takeOff').first()).toBeAttached();
  await found.click();
  await expect(page.getByTestId('chart-moment')).toBeAttached();
});
