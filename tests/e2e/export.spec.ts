// What leaves the built page as files, and comes back: pictures, curves, weights, a PyTorch folder, everything.
import { readFileSync } from 'node:fs';
import { type Download, expect, type Page, test } from '@playwright/test';
import { unzipSync } from 'fflate';
import { readSafetensors } from '../../src/export/safetensors';
import {
  drop,
  expectAccessible,
  expectNoOverflow,
  firstStep,
  lossesOf,
  mapPixels,
  openLab,
  openTab,
  waitForStep,
} from './lab';

const sea = 'The sea is wide, and the sea is deep.\n'.repeat(30);

/** Clicks, and gives the file that comes of it. */
async function saved(page: Page, testId: string): Promise<{ name: string; bytes: Buffer }> {
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByTestId(testId).click()]);
  return { name: download.suggestedFilename(), bytes: readFileSync(await (download as Download).path()) };
}

async function picture(page: Page, button: string, format: 'png' | 'svg') {
  await page.getByTestId(button).click();
  return saved(page, `${button}-${format}`);
}

/** Opens the dialog of files. */
async function openFiles(page: Page) {
  await page.getByTestId('share').click();
  await page.getByTestId('tab-files').click();
  await expect(page.getByTestId('export')).toBeVisible();
}

async function closeFiles(page: Page) {
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
}

/** Width, height, and the colour of the first pixel of a PNG. */
const pngFacts = (page: Page, bytes: Buffer) =>
  page.evaluate(async (content) => {
    const data = Uint8Array.from(atob(content), (c) => c.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([data], { type: 'image/png' }));
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    const context = canvas.getContext('2d')!;
    context.drawImage(bitmap, 0, 0);
    const pixels = context.getImageData(0, 0, bitmap.width, bitmap.height).data;
    const colours = new Set(new Uint32Array(pixels.buffer));
    return { width: bitmap.width, first: Array.from(pixels.slice(0, 4)), colours: colours.size };
  }, bytes.toString('base64'));

test('pictures, curves, weights and a PyTorch folder are saved; everything comes back in a new page', async ({
  page,
}) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await openLab(page);
  await openTab(page, 'settings');
  await page.getByTestId('size').getByText('Tiny').click();
  await page.getByTestId('steps').fill('3');
  await page.getByTestId('steps').press('Enter');
  await openTab(page, 'data');
  await page.getByTestId('corpus-ownText').click();
  await page.getByTestId('own-text').fill(sea);
  await page.getByTestId('use-own-text').click();
  await page.getByTestId('step').click();
  await waitForStep(page, 1);
  await page.getByTestId('step').click();
  await waitForStep(page, 2);

  await page.getByTestId('map-0-1').click({ timeout: firstStep });
  for (const [button, name, text] of [
    ['save-chart', 'loss', 'Loss, nats per token'],
    ['save-map', 'map-layer-1-head-2', 'Layer 1, head 2'],
    ['save-maps', 'maps', 'every map'],
  ] as const) {
    const svg = await picture(page, button, 'svg');
    expect(svg.name).toBe(`${name}.svg`);
    expect(svg.bytes.toString()).toContain(text);
    const png = await picture(page, button, 'png');
    expect(png.name).toBe(`${name}.png`);
    const { width, first, colours } = await pngFacts(page, png.bytes);
    expect(width).toBeGreaterThan(1000);
    // White paper, though the page is dark.
    expect(first).toEqual([255, 255, 255, 255]);
    expect(colours).toBeGreaterThan(20);
  }

  // Losses follow the step they belong to; by now they are there.
  const losses = await lossesOf(page);
  await openFiles(page);
  const csv = await saved(page, 'curves-csv');
  expect(csv.bytes.toString().split('\n')).toHaveLength(3 * 3 + 2);
  const json = JSON.parse((await saved(page, 'curves-json')).bytes.toString());
  expect(json.runs[0].train.values.at(-1)).toBeCloseTo(losses[0] as number, 4);

  const weights = await saved(page, 'export-weights');
  expect(weights.name).toBe('all-standard-weights.zip');
  expect(Object.keys(unzipSync(weights.bytes)).sort()).toEqual([
    'all-standard-weights/config.json',
    'all-standard-weights/model.safetensors',
    'all-standard-weights/tokenizer.json',
  ]);
  const folder = unzipSync((await saved(page, 'export-pytorch')).bytes);
  const inFolder = (name: string) => folder[`all-standard-pytorch/${name}`] as Uint8Array;
  expect(new TextDecoder().decode(inFolder('text.txt'))).toBe(sea);
  expect(new TextDecoder().decode(inFolder('model.py'))).toContain('class Model(nn.Module)');
  const { step, model } = JSON.parse(new TextDecoder().decode(inFolder('config.json')));
  expect(step).toBe(2);
  expect(readSafetensors(inFolder('model.safetensors')).tensors.get('embed.weight')?.shape).toEqual([
    model.vocab,
    model.dModel,
  ]);

  const everything = await saved(page, 'save-everything');
  await closeFiles(page);
  const name = page.getByTestId('experiment-name');
  const called = await name.inputValue();
  const pixels = await mapPixels(page, 0, 1);

  await page.getByTestId('library').click();
  await page.getByRole('button', { name: 'New experiment' }).click();
  await expect(page.getByTestId('loss-0')).toHaveText('–');
  await openFiles(page);
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByTestId('open-file').click(),
  ]);
  await chooser.setFiles({ name: 'mine.zip', mimeType: 'application/zip', buffer: everything.bytes });
  await expect(page.getByTestId('import-status')).toContainText(
    'Opened mine.zip: 3 runs. Trained for 2 steps',
    {
      timeout: firstStep,
    },
  );
  await expectAccessible(page);
  await closeFiles(page);
  await expect(page.getByTestId('progress')).toContainText('Step 2 of 3');
  expect(await lossesOf(page)).toEqual(losses);
  await expect(page.getByTestId('probe-step')).toContainText('step 2');
  expect(await mapPixels(page, 0, 1)).toBe(pixels);
  // It has a number behind its name, as the one that was saved is still there: the name is all that tells the files apart.
  await expect(name).toHaveValue(`${called} 2`);
  await name.fill(called);
  await name.press('Enter');
  await openFiles(page);
  expect((await saved(page, 'save-everything')).bytes.equals(everything.bytes)).toBe(true);
  await closeFiles(page);

  await drop(page, 'photo.png', Buffer.from([0x89, 0x50, 0x4e, 0x47]));
  const dropped = page.getByTestId('dropped');
  await expect(dropped).toContainText('photo.png is nothing that the lab opens here');
  await drop(page, 'again.zip', everything.bytes);
  await expect(dropped).toContainText('again.zip is ready. It replaces the experiment');
  await expectAccessible(page);
  await dropped.getByTestId('import-leave').click();
  await expect(dropped).toBeHidden();
  await page.getByTestId('train').click();
  await expect(page.getByTestId('message')).toContainText('Finished');
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoOverflow(page);
});
