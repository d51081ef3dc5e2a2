// Links in the built page: made and opened, the same curves each time, curves that come along, what is wrong said in
// words, and the compact view for another page.
import { expect, type Page, test } from '@playwright/test';
import { decodeQR } from 'qr/decode.js';
import { encodeLink } from '../../src/document/link/link';
import type { Shared } from '../../src/document/link/shared';
import { textHash } from '../../src/document/link/textSection';
import { defaultView } from '../../src/document/view';
import { defaultExperiment } from '../../src/experiment/defaults';
import type { Experiment } from '../../src/experiment/schema';
import { stack } from '../support/stack';
import {
  drawnCode,
  expectAccessible,
  expectAccessibleInBothThemes,
  expectNoOverflow,
  firstStep,
  lossesOf,
  openLab,
  openTab,
  stepOf,
} from './lab';

const first = defaultExperiment();
const tiny: Experiment = {
  ...first,
  batch: 4,
  steps: 3,
  evalInterval: 3,
  evalWindows: 2,
  model: { ...first.model, dModel: 32, heads: 2, kvHeads: 2, ffn: 32, context: 32 },
  runs: [
    { id: 'a', name: 'Standard <b>once</b>', layers: stack('standard') },
    { id: 'b', name: 'MLP once', layers: stack('mlp') },
  ],
};
const link = (change: Partial<Shared> = {}) =>
  encodeLink({ experiment: tiny, view: defaultView, text: null, curves: null, ...change });

const points = (values: number[], every: number) =>
  values.map((value, i) => ({ step: 1 + i * every, value }));
const curves = [0, 1].map((run) => ({
  train: points([4.4 + run / 10, 3.9, 3.6 + run / 10], 1),
  validation: points([4.5, 3.7 + run / 10], 2),
  accuracy: [],
}));

/** Opens an address anew, not merely at another hash of the same document. */
async function openFresh(page: Page, address: string) {
  await page.goto('about:blank');
  await page.goto(address);
}

/** Goes to another hash of the document that is open. */
const goTo = (page: Page, hash: string) => page.evaluate((to) => location.assign(to), hash);

async function train(page: Page) {
  await page.getByTestId('train').click();
  await expect(page.getByTestId('message')).toContainText('Finished', { timeout: firstStep });
}

/** What a camera reads of the code that is shown. */
const scanned = async (page: Page): Promise<string> => decodeQR(await drawnCode(page.getByTestId('qr')));

const notes = (page: Page) => page.getByTestId('link-notes');

test('what is shared opens as it was, trains nothing by itself, and trains to the same losses twice', async ({
  page,
}) => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await openLab(page);
  await page.goto(
    `./${link({ view: { ...defaultView, runId: 'b', logSteps: true, probe: 'Call me Ishmael' } })}`,
  );
  await expect(page.getByTestId('run-name-0')).toHaveText('Standard <b>once</b>');
  await openTab(page, 'settings');
  await page.getByTestId('steps').fill('4');
  await page.getByTestId('steps').press('Enter');
  expect(new URL(page.url()).hash).toBe('');

  await page.keyboard.press('Escape');
  await page.getByTestId('steps').blur();
  await page.keyboard.press('l');
  const dialog = page.getByRole('dialog', { name: 'Share this experiment' });
  await expect(dialog.getByTestId('with-curves')).toBeDisabled();
  await expect(dialog.getByTestId('qr')).toBeVisible();
  await expect(dialog.getByTestId('snippet')).toHaveValue(/^<iframe src="http:.*\/lab\/\?embed#1/);
  await dialog.getByTestId('copy-link').click();
  await expect(dialog.getByTestId('copied-link')).toHaveText('The link is copied.');
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toBe(await dialog.getByTestId('link').inputValue());
  expect(new URL(copied).hash.length).toBeLessThan(300);
  expect(await scanned(page)).toBe(copied);
  await dialog.getByTestId('cite').click();
  await expect(dialog.getByTestId('citation')).toHaveValue(/seed \d+/);
  for (const form of ['citation', 'bibtex'])
    expect(await dialog.getByTestId(form).inputValue()).toContain(copied);
  await expectAccessibleInBothThemes(page);

  const seen: number[][] = [];
  for (let i = 0; i < 2; i++) {
    await openFresh(page, copied);
    // As it was left.
    await expect(page.getByTestId('tab-settings')).toHaveAttribute('aria-selected', 'true');
    await expect(page.getByTestId('steps')).toHaveValue('4');
    await expect(page.getByTestId('probe')).toHaveValue('Call me Ishmael');
    await openTab(page, 'runs');
    await expect(page.getByTestId('run-name-1')).toHaveText('MLP once');
    await expect(page.getByTestId('chip-1-0')).toHaveAttribute('aria-pressed', 'true');
    await page.getByTestId('chart-settings').click();
    const scale = page.getByRole('radiogroup', { name: 'Scale of the horizontal axis' });
    await expect(scale.getByRole('radio', { name: 'Logarithmic' })).toBeChecked();
    await page.keyboard.press('Escape');
    await expect(page.getByTestId('engine-info')).toContainText('·');
    await expect(page.getByTestId('message')).toContainText('Ready.');
    expect(await stepOf(page)).toBe(0);
    expect(page.url()).toBe(copied);
    await train(page);
    seen.push(await lossesOf(page));
  }
  expect(seen[1]).toEqual(seen[0]);

  // With its curves, as they lie behind those of the next reader.
  await page.getByTestId('share').click();
  await page.getByTestId('with-curves').check();
  const withCurves = await page.getByTestId('link').inputValue();
  await openFresh(page, withCurves);
  await expect(page.getByTestId('linked-lines')).toHaveCount(2);
  await expect(page.locator('[data-run]')).toHaveCount(0);
});

test('a bad link says what is wrong and loses nothing; a good one that comes later can be undone', async ({
  page,
}) => {
  let alerts = 0;
  page.on('dialog', () => alerts++);
  await openLab(page);
  await openTab(page, 'settings');
  await page.getByTestId('steps').fill('77');
  await page.getByTestId('steps').press('Enter');

  await goTo(page, '#7srr.AAAA');
  await expect(notes(page)).toContainText('could not be opened; the page is as it was');
  await expect(notes(page)).toContainText('made by a later version of the lab');
  await goTo(page, '#1srr.%3Cscript%3Ealert(1)%3C/script%3E');
  await expect(notes(page)).toContainText('None of the link’s runs could be read.');
  await expect(page.getByTestId('steps')).toHaveValue('77');
  await page.getByRole('button', { name: 'Close the notes about the link' }).click();
  await expect(notes(page)).toHaveCount(0);

  await goTo(page, link().slice(0, -4));
  await expect(notes(page)).toContainText('The link is cut off or damaged at its end.');
  await expect(notes(page)).toContainText('run 2 could not be read');
  await openTab(page, 'runs');
  await expect(page.getByTestId('run-name-0')).toHaveText('Standard <b>once</b>');
  await expect(page.getByTestId('run-name-1')).toHaveCount(0);
  await expectAccessible(page);
  await expect(page.getByTestId('history')).not.toBeEmpty();
  await page.getByTestId('undo').click();
  await openTab(page, 'settings');
  await expect(page.getByTestId('steps')).toHaveValue('77');
  await openTab(page, 'runs');
  await expect(page.getByTestId('run-name-2')).toHaveText('Interleaved');
  await expect(notes(page)).toHaveCount(0);

  // A place on the page is no link.
  await openTab(page, 'settings');
  await goTo(page, '#curves');
  await expect(page.getByTestId('steps')).toHaveValue('77');
  await expect(notes(page)).toHaveCount(0);
  expect(alerts).toBe(0);
});

test('a link whose "#" became "%23" opens on a static host all the same, with what a tracker added', async ({
  page,
}) => {
  const escaped = link().replace('#', '%23');
  const expectOpened = async () => {
    await expect(page.getByTestId('run-name-0')).toHaveText('Standard <b>once</b>');
    await expect(page.getByTestId('run-name-1')).toHaveText('MLP once');
    await expect(page.getByTestId('run-name-2')).toHaveCount(0);
    await expect(notes(page)).toHaveCount(0);
  };
  // The host's page for what is not there leads on, by its script; a careful host's headers hold for that.
  for (const site of ['lab', 'strict']) {
    await page.goto(`../${site}/${escaped}?utm_source=chatgpt.com`);
    await page.waitForURL(/#1srr/);
    await expectOpened();
  }
  expect((await page.goto('../strict/nowhere'))?.status()).toBe(404);
  await expect(page.getByRole('heading', { name: 'There is no such page' })).toBeVisible();
  await page.getByRole('link', { name: 'Open the lab' }).click();
  await expect(page.getByTestId('run-name-0')).toBeVisible();
  await openFresh(page, `./?fbclid=AbC123${escaped}`);
  await expectOpened();
  // What a tracker puts where no link is, is no bad link.
  await openFresh(page, './#utm_source=x&utm_medium=y');
  await expect(page.getByTestId('run-name-0')).toBeVisible();
  await expect(notes(page)).toHaveCount(0);
});

test('a link’s curves lie behind one’s own; a text that it does not carry is asked for, and another is known as another', async ({
  page,
}) => {
  await page.goto(`./${link({ curves })}`);
  await expect(page.getByTestId('linked-curves')).toContainText('Faded: the curves that came with the link.');
  await expect(page.getByTestId('linked-lines')).toHaveCount(2);
  await page.getByTestId('chart-cursor').focus();
  await expect(page.getByTestId('chart-tooltip')).toContainText('From the link');
  await expect(page.getByTestId('chart-tooltip')).toContainText('3.600 / 3.700');
  await page.getByTestId('legend-1').click();
  await expect(page.getByTestId('linked-lines')).toHaveCount(1);
  await page.getByTestId('toggle-linked-curves').click();
  await expect(page.getByTestId('linked-lines')).toHaveCount(0);
  await page.getByTestId('toggle-linked-curves').click();
  await expect(page.getByTestId('linked-lines')).toHaveCount(1);

  const words = 'The sea is wide, and the sea is deep.\n'.repeat(30);
  const text = { kind: 'file' as const, name: 'sea.txt', bytes: words.length, hash: textHash(words) };
  // Another link that is followed on the same page.
  await goTo(page, link({ experiment: { ...tiny, corpus: 'ownText' }, text }));
  const missing = page.getByTestId('missing-text');
  await expect(missing).toContainText('“sea.txt” (1.11 KiB)');
  const choose = (name: string, content: string) =>
    missing
      .locator('input[type="file"]')
      .setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(content) });
  await choose('land.txt', words.replaceAll('sea', 'land'));
  await expect(missing).toContainText('“land.txt” is another text than the link’s “sea.txt”');
  await choose('ocean.txt', words);
  await expect(missing).toHaveCount(0);
  await openTab(page, 'data');
  await expect(page.getByTestId('text-facts')).toContainText('ocean.txt');
});

test('embedded it is small, starts nothing until it is clicked, and leads to the whole lab', async ({
  page,
}) => {
  const workers: string[] = [];
  page.on('worker', (worker) => workers.push(worker.url()));
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`./?embed${link({ curves })}`);
  await expect(page.getByTestId('stack')).toContainText('Standard <b>once</b>');
  await expect(page.getByTestId('linked-lines')).toHaveCount(2);
  await expectNoOverflow(page);
  await expectAccessibleInBothThemes(page);
  expect(workers).toEqual([]);
  await train(page);
  for (const run of [0, 1]) await expect(page.getByTestId(`train-${run}`)).toHaveText(/^\d\.\d{4}$/);
  await expect(page.getByTestId('train-2')).toHaveCount(0);
  await expectNoOverflow(page);
  const href = await page.getByTestId('open-lab').getAttribute('href');
  expect(new URL(href ?? '').search).toBe('');
  expect(new URL(href ?? '').hash).toMatch(/^#1srr\./);
});
