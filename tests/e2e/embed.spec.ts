// The lab in a real deck (reveal.js): keys that go on to the deck, messages in both directions, and what is there when a frame
// that was unloaded is loaded again.
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type FrameLocator, type Page, test } from '@playwright/test';
import type { RevealApi } from 'reveal.js';
import { serveFolder } from '../../scripts/lib/static-server.mjs';
import { encodeLink } from '../../src/document/link/link';
import { defaultView } from '../../src/document/view';
import { defaultExperiment } from '../../src/experiment/defaults';
import type { Experiment } from '../../src/experiment/schema';
import { stack } from '../support/stack';
import { expectAccessible, expectNoOverflow, firstStep } from './lab';

const first = defaultExperiment();
const tiny: Experiment = {
  ...first,
  batch: 4,
  steps: 12,
  evalInterval: 6,
  evalWindows: 2,
  model: { ...first.model, dModel: 32, heads: 2, kvHeads: 2, ffn: 32, context: 32 },
  runs: [{ id: 'a', name: 'Standard', layers: stack('standard') }],
};
const link = encodeLink({ experiment: tiny, view: defaultView, text: null, curves: null });

/** Its dist/. */
const reveal = join(createRequire(import.meta.url).resolve('reveal.js'), '..');

interface Heard {
  origin: string;
  data: { lab?: number; type?: string; [field: string]: unknown };
}
declare global {
  interface Window {
    heard: Heard[];
    Reveal: RevealApi;
  }
}

/** The snippet that the Share dialog gives of what is on the page. */
async function snippetOf(page: Page, address: string, shows: string): Promise<string> {
  await page.goto('about:blank');
  await page.goto(address);
  await page.getByTestId('share').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByTestId('embed-shows').selectOption(shows);
  await dialog.getByTestId('embed-into').selectOption('reveal');
  return dialog.getByTestId('snippet').inputValue();
}

/** Writes a deck: a first slide, that of the snippet, and a last one. */
function deckOf(snippet: string): string {
  const script = snippet.indexOf('<!--');
  return `<!doctype html><title>Deck</title><link rel="stylesheet" href="reveal.css">
    <script>heard = []; addEventListener('message', ({ origin, data }) => heard.push({ origin, data }));</script>
    <div class="reveal"><div class="slides">
      <section><h1>First</h1></section>${snippet.slice(0, script)}<section><h1>Last</h1></section>
    </div></div>
    <script src="reveal.js"></script><script>Reveal.initialize({ transition: 'none' });</script>
    ${snippet.slice(script)}`;
}

/** Opens a deck of the lab's own origin. */
async function openDeck(page: Page, origin: string, snippet: string): Promise<void> {
  await page.route(`${origin}/deck/*`, async (route) => {
    const file = new URL(route.request().url()).pathname.slice('/deck/'.length);
    if (file === '') return route.fulfill({ contentType: 'text/html', body: deckOf(snippet) });
    const contentType = file.endsWith('.css') ? 'text/css' : 'text/javascript';
    return route.fulfill({ contentType, body: await readFile(join(reveal, file)) });
  });
  await page.goto(`${origin}/deck/`);
  await expect(page.getByRole('heading', { name: 'First' })).toBeVisible();
}

/** Serves a deck from an origin of its own until the test ends. @returns its address */
async function serveDeck(snippet: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'lab-deck-'));
  for (const file of ['reveal.js', 'reveal.css']) await copyFile(join(reveal, file), join(folder, file));
  await writeFile(join(folder, 'index.html'), deckOf(snippet));
  const { port, close } = await serveFolder(folder, 0, { '/': () => ({}) });
  onEnd.push(close, () => rm(folder, { recursive: true }));
  return `http://localhost:${port}/`;
}

const onEnd: (() => Promise<void>)[] = [];
test.afterEach(async () => {
  for (const end of onEnd.splice(0)) await end();
});

const slide = (page: Page): Promise<string | undefined> =>
  page.evaluate(() => location.hash.slice(2) || String(window.Reveal.getIndices().h));
const onSlide = (page: Page, number: number) => expect.poll(() => slide(page)).toBe(String(number));

const frame = (page: Page): FrameLocator => page.frameLocator('.slides .present iframe');

/** Posts a message to the frame on the slide, as the deck would. */
const post = (page: Page, message: unknown) =>
  page.evaluate((message) => {
    const { contentWindow, src } = document.querySelector('.slides .present iframe') as HTMLIFrameElement;
    contentWindow?.postMessage(message, new URL(src).origin);
  }, message);

const heard = (page: Page, type: string) =>
  page.evaluate((type) => window.heard.filter(({ data }) => data.type === type), type);

/** Waits for the deck to have heard so many messages of a type. @returns the newest */
async function hear(
  page: Page,
  type: string,
  { timeout, times = 1 }: { timeout?: number; times?: number } = {},
): Promise<Heard> {
  await expect.poll(async () => (await heard(page, type)).length, { timeout }).toBeGreaterThanOrEqual(times);
  return (await heard(page, type)).at(-1) as Heard;
}

/** What is posted to a frame that was loaded again, or pressed in it, is lost until it says that it hears. */
const hearReadyAgain = (page: Page) => hear(page, 'ready', { times: 2 });

test('a deck trains its frame by messages, keeps its arrows after a click into it, and finds the curves again', async ({
  page,
  baseURL,
}) => {
  const { origin } = new URL(baseURL as string);
  const snippet = await snippetOf(page, `./${link}`, 'show-curves');
  await openDeck(page, origin, snippet);
  await page.keyboard.press('ArrowRight');
  await onSlide(page, 1);
  const ready = await hear(page, 'ready');
  expect(ready).toEqual({
    origin,
    data: { lab: 1, type: 'ready', training: { state: 'empty', step: 0, steps: 12 }, lesson: null },
  });
  await expect(frame(page).getByTestId('show-curves')).toBeVisible();

  // None of these is a command.
  for (const bad of [{ type: 'train' }, { lab: 2, type: 'train' }, { lab: 1, type: 'reset' }, 'train'])
    await post(page, bad);
  await post(page, { lab: 1, type: 'step' });
  await expect(frame(page).getByTestId('progress')).toContainText('Step 1 of 12', { timeout: firstStep });
  await post(page, { lab: 1, type: 'train' });
  const { data } = await hear(page, 'finished', { timeout: firstStep });
  expect(data).toMatchObject({ lab: 1, recorded: false, training: { step: 12, steps: 12 } });
  expect(data.runs).toEqual([
    {
      id: 'run-1',
      name: 'Standard',
      train: expect.any(Number),
      validation: expect.any(Number),
      accuracy: null,
    },
  ]);
  const names = frame(page).getByTestId('line-names');
  await expect(names).toContainText('Standard');

  // A click into the frame has its keys, which it hands on.
  await frame(page).getByTestId('progress').click();
  await page.keyboard.press('ArrowRight');
  await onSlide(page, 2);
  // The deck has unloaded it.
  await expect(page.locator('iframe[src]')).toHaveCount(0);
  await page.keyboard.press('ArrowLeft');
  await onSlide(page, 1);
  await expect(frame(page).getByTestId('progress')).toContainText('Step 12 of 12');
  await expect(frame(page).getByTestId('message')).toContainText('Trained here before');
  await expect(names).toContainText('Standard');
  await hearReadyAgain(page);
  // A clicker's keys too, where a button has the focus.
  await frame(page).getByTestId('train').focus();
  await page.keyboard.press('PageUp');
  await onSlide(page, 0);
});

const lesson = JSON.parse(
  await readFile(new URL('../../src/lessons/files/mixing.json', import.meta.url), 'utf8'),
) as { steps: { title: { en: string } }[] };
const titles = lesson.steps.map(({ title }) => title.en);
const allSteps = /Step ([\d,]+) of \1/;

test('a lesson in a deck keeps its step, its answer and its curves', async ({ page, baseURL }) => {
  const { origin } = new URL(baseURL as string);
  const snippet = await snippetOf(page, './?lesson=mixing&step=2', 'lesson-step');
  await page.setViewportSize({ width: 1280, height: 720 });
  await openDeck(page, origin, snippet);
  await page.keyboard.press('ArrowRight');
  const lab = frame(page);
  await expect(lab.getByTestId('step-title')).toHaveText(titles[1] as string);
  expect((await hear(page, 'ready')).data.lesson).toEqual({ id: 'mixing', step: 2, steps: titles.length });
  // The deck keeps the focus.
  expect(await page.evaluate(() => document.activeElement?.tagName)).not.toBe('IFRAME');
  await post(page, { lab: 1, type: 'train' });
  await lab.getByTestId('lock-in').click();
  await lab.getByTestId('lesson-play').click();
  expect((await hear(page, 'finished')).data).toMatchObject({ recorded: true, lesson: { step: 2 } });
  await lab.getByTestId('lesson-next').click();
  await expect(lab.getByTestId('step-title')).toHaveText(titles[2] as string);

  await page.keyboard.press('ArrowRight');
  await onSlide(page, 2);
  await expect(page.locator('iframe[src]')).toHaveCount(0);
  await page.keyboard.press('ArrowLeft');
  await expect(lab.getByTestId('step-title')).toHaveText(titles[2] as string);
  await expect(lab.getByTestId('progress')).toContainText(allSteps);
  await hearReadyAgain(page);
  await post(page, { lab: 1, type: 'goTo', step: 2 });
  await expect(lab.getByTestId('locked-in')).toBeVisible();
  await expect(lab.getByTestId('progress')).toContainText(allSteps);
  await post(page, { lab: 1, type: 'lesson', id: 'mixing', step: 1 });
  await expect(lab.getByTestId('step-title')).toHaveText(titles[0] as string);
  expect(await page.evaluate(() => window.heard.every(({ data }) => data.lab === 1))).toBe(true);
});

test('a page of another origin is heard once embed.json lists it, and not before', async ({
  page,
  baseURL,
}) => {
  const { origin } = new URL(baseURL as string);
  const warnings: string[] = [];
  page.on('console', (message) => message.type() === 'warning' && warnings.push(message.text()));
  const snippet = await snippetOf(page, `./${link}`, 'show-map');
  const deck = await serveDeck(snippet);
  await page.goto(deck);
  await page.keyboard.press('ArrowRight');
  await expect(frame(page).getByTestId('show-map')).toBeVisible();
  for (let i = 0; i < 3; i++) await post(page, { lab: 1, type: 'step' });
  await expect.poll(() => warnings.filter((text) => text.includes('is not among')).length).toBe(1);
  expect(await page.evaluate(() => window.heard)).toEqual([]);
  await expect(frame(page).getByTestId('progress')).toContainText('Step 0 of 12');

  await page.route(`${origin}/lab/embed.json`, (route) =>
    route.fulfill({ json: { origins: [new URL(deck).origin] } }),
  );
  await page.goto('about:blank');
  await page.goto(deck);
  await page.evaluate(() => window.Reveal.slide(1));
  expect(await hear(page, 'ready')).toMatchObject({ origin, data: { lab: 1 } });
  await post(page, { lab: 1, type: 'step' });
  await expect(frame(page).getByTestId('progress')).toContainText('Step 1 of 12', { timeout: firstStep });
  await frame(page).getByTestId('progress').click();
  await page.keyboard.press('ArrowRight');
  await onSlide(page, 2);
});

const shows = [
  '?embed',
  '?embed&show=map',
  '?embed&show=curves',
  '?embed&show=inside',
  '?embed&show=results',
];
/** The first one is the hardest. */
const sizes = [
  { width: 640, height: 360 },
  { width: 960, height: 540 },
  { width: 1280, height: 720 },
];

/** What the frame shows scrolls in itself, under a bar that stays low. */
async function expectFits(page: Page, height: number, scrolls = false) {
  await expectNoOverflow(page);
  if (scrolls) return;
  expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBe(height);
  const bar = await page.getByRole('region', { name: 'Training', exact: true }).boundingBox();
  expect(bar?.height).toBeLessThan(height / 3);
}

test('frames fit their sizes, and are accessible', async ({ page }) => {
  const [smallest, ...larger] = sizes as [(typeof sizes)[number], ...typeof sizes];
  const inLargerSizes = async () => {
    for (const size of larger) {
      await page.setViewportSize(size);
      await expectFits(page, size.height);
    }
    await page.setViewportSize(smallest);
  };
  await page.setViewportSize(smallest);
  for (const address of shows) {
    await page.goto('about:blank');
    await page.goto(`./${address}`);
    await expect(page.getByRole('main')).toBeVisible();
    await expectFits(page, smallest.height, address === '?embed');
    await expectAccessible(page);
    if (address === '?embed&show=map') await inLargerSizes();
  }
  await page.goto('about:blank');
  await page.goto('./?embed&lesson=mixing&step=1');
  for (const step of [1, 2, 3, 4]) {
    await expect(page.getByText(`Step ${step} of`)).toBeVisible();
    await expectFits(page, smallest.height);
    await expectAccessible(page);
    if (step === 2) await inLargerSizes();
    await page.getByTestId('lesson-next').click();
  }
});

test('what the lab cannot show is named, with what it can', async ({ page }) => {
  await page.goto('./?embed&show=nonsense');
  await expect(page.getByTestId('unknown-show')).toContainText('nonsense');
  await expect(page.getByTestId('unknown-show')).toContainText('map, curves, maps, inside');
  await page.goto('./?embed&lesson=nonsense');
  await expect(page.getByTestId('lesson-error')).toBeVisible();
  await expect(page.getByTestId('stack')).toBeVisible();
});
