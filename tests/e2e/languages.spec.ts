// The page in other languages: the browser's, or the one a reader chooses, which stays on the device and in no link.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, type Page, test } from '@playwright/test';
import { expectAccessible, expectNoOverflow, expectNothingSticksOut, inEveryTab, openTab } from './lab';

const phone = { width: 390, height: 844 };
const laptop = { width: 1280, height: 720 };

/** Opens the page as a first visit has it, with a recording: with curves, maps and results. */
async function openRecorded(page: Page): Promise<void> {
  await page.goto('./');
  await expectOpen(page);
}

async function expectOpen(page: Page): Promise<void> {
  await expect(page.getByTestId('engine-info')).toContainText('·');
  await openTab(page, 'maps');
  await expect(page.getByTestId('map-0-0')).toBeVisible();
  // Split by the worker.
  await openTab(page, 'data');
  await expect(page.getByTestId('token-tally')).toBeVisible();
}

async function choose(page: Page, language: string): Promise<void> {
  await page.getByTestId('language').click();
  await page.getByTestId(`language-${language}`).click();
  await expect(page.getByRole('menu')).toHaveCount(0);
}

/** What every tab says, to eyes and to a screen reader, but how long training would take, which is measured meanwhile. */
async function wordsOf(page: Page, check?: () => Promise<void>): Promise<string[]> {
  const words: string[] = [];
  await inEveryTab(page, async () => {
    // What was drawn before a tab was opened is drawn anew a moment later.
    await page.evaluate(async () => {
      for (let frame = 0; frame < 10; frame++) await new Promise(requestAnimationFrame);
    });
    const said = await page.evaluate(() => {
      const elements = [...document.querySelectorAll('#root *')];
      return elements
        .filter(
          (element) =>
            !element.closest('[data-testid="time-estimate"], [aria-hidden="true"], .katex, style') &&
            // Each tab's own words: others may be there, hidden.
            element.closest('[role="tabpanel"]')?.checkVisibility() !== false,
        )
        .flatMap((element) => [
          ...[...element.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE),
          ...['aria-label', 'title', 'placeholder', 'aria-valuetext'].map((name) =>
            element.getAttributeNode(name),
          ),
        ])
        .flatMap((node) => node?.textContent?.trim() || []);
    });
    words.push(...said);
    await check?.();
  });
  return words;
}

/** The page's link, as the dialog Share has it. */
async function linkOf(page: Page): Promise<string> {
  await page.getByTestId('share').click();
  const link = await page.getByTestId('link').inputValue();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  return link;
}

/** Everything that is said is in the catalogues: no words stand as they travel, and none of these are English. */
function expectSaid(words: readonly string[], leftovers: RegExp): void {
  const text = words.join('\n');
  expect(text).not.toMatch(/\u{e000}|\u{e001}/u);
  expect(text.match(leftovers)).toBeNull();
}

/** Of an evaluation, a metric, a baseline, a head's score, a sweep, a setting's note, the engine's reason and a verdict. */
const english =
  /Perplexity|Bits per byte|Chance|Unigram:|Previous token|Trains each|each \d+ wide|This browser|ahead of|could be chance/;

/** Nothing is beyond the page or the part that it stands in. */
async function expectRoom(page: Page): Promise<void> {
  await expectNoOverflow(page);
  await expectNothingSticksOut(page);
}

async function expectInOrder(page: Page): Promise<void> {
  await expectAccessible(page, [], 'others');
  await expectRoom(page);
}

/** Types into a number field and leaves it. */
async function type(page: Page, testId: string, text: string): Promise<void> {
  await page.getByTestId(testId).fill(text);
  await page.getByTestId(testId).press('Enter');
}

test.describe('in a German browser', () => {
  test.use({ locale: 'de-DE' });

  test('the page opens in German at once, and all of it is; a choice stays on the device and in no link', async ({
    page,
  }) => {
    await page.addInitScript(() => {
      const labels = new Set<string>();
      Object.assign(window, { labels });
      new MutationObserver(() => {
        const label = document.querySelector('[data-testid="train"]')?.textContent;
        if (label) labels.add(label);
      }).observe(document, { childList: true, subtree: true, characterData: true });
    });
    await page.setViewportSize(laptop);
    await openRecorded(page);
    const root = page.locator('html');
    await expect(root).toHaveAttribute('lang', 'de');
    const labels = () => page.evaluate(() => [...(window as unknown as { labels: Set<string> }).labels]);
    expect(await labels()).toEqual(['Trainieren']);
    expectSaid(await wordsOf(page, () => expectInOrder(page)), english);

    // Without making anything anew: what is typed stays.
    await openTab(page, 'data');
    const german = await linkOf(page);
    const typed = page.getByTestId('token-sample');
    const sample = await typed.inputValue();
    await typed.fill('Typed, and of no experiment');
    await choose(page, 'zh');
    await expect(root).toHaveAttribute('lang', 'zh-Hans');
    await expect(page.getByTestId('train')).toHaveText('训练');
    await expect(typed).toHaveValue('Typed, and of no experiment');
    expect(await linkOf(page)).toBe(german);
    await typed.fill(sample);
    const changed = await wordsOf(page, () => expectInOrder(page));
    expectSaid(changed, english);
    await expectPngAsSvg(page);

    await page.reload();
    await expectOpen(page);
    expect(await labels()).toEqual(['训练']);
    expect(await wordsOf(page)).toEqual(changed);
    await page.setViewportSize(phone);
    for (const language of ['zh', 'de']) {
      await choose(page, language);
      await inEveryTab(page, () => expectRoom(page));
    }
    await page.setViewportSize(laptop);

    // A decimal comma is taken, and a point; what is refused says what to type.
    await openTab(page, 'settings');
    const rate = page.getByTestId('optimizer.learningRate');
    if (!(await rate.isVisible())) await page.getByText('Optimierer (AdamW)').first().click();
    const before = await rate.inputValue();
    expect(before).toMatch(/^0,0/);
    await type(page, 'optimizer.learningRate', '1.234,5');
    await expect(page.getByRole('alert').filter({ hasText: '0,003' })).toBeVisible();
    await type(page, 'optimizer.learningRate', '0.0025');
    await expect(rate).toHaveValue('0,0025');
    await type(page, 'optimizer.learningRate', before);
    await expect(rate).toHaveValue(before);
  });
});

/** The chart's PNG has the letters of its SVG, as the browser draws them: none is a box. */
async function expectPngAsSvg(page: Page): Promise<void> {
  const files: string[] = [];
  for (const format of ['svg', 'png']) {
    await page.getByTestId('save-chart').click();
    const download = page.waitForEvent('download');
    await page.getByTestId(`save-chart-${format}`).click();
    files.push(readFileSync(await (await download).path()).toString('base64'));
  }
  expect(Buffer.from(files[0] as string, 'base64').toString()).toMatch(/[一-龥]/);
  const different = await page.evaluate(async ([svg, png]) => {
    const pixels = await Promise.all(
      [`data:image/svg+xml;base64,${svg}`, `data:image/png;base64,${png}`].map(async (address) => {
        const image = new Image();
        image.src = address;
        await image.decode();
        const canvas = document.createElement('canvas');
        [canvas.width, canvas.height] = [1200, 900];
        const context = canvas.getContext('2d') as CanvasRenderingContext2D;
        context.drawImage(image, 0, 0, 1200, 900);
        return context.getImageData(0, 0, 1200, 900).data;
      }),
    );
    const [first, second] = pixels as [Uint8ClampedArray, Uint8ClampedArray];
    return first.filter((value, i) => Math.abs(value - (second[i] as number)) > 96).length / first.length;
  }, files);
  expect(different).toBeLessThan(0.003);
}

test('the menu is used with the keyboard, and a language that cannot be fetched is told', async ({
  page,
}) => {
  await page.route('**/assets/zh-*.js', (route) => route.abort());
  await openRecorded(page);
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await choose(page, 'zh');
  await expect(page.getByTestId('notice-language')).toContainText('简体中文 could not be fetched.');
  await expect(page.getByTestId('train')).toHaveText('Train');
  await page.getByTestId('language').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitemradio', { checked: true })).toHaveText('English');
  // The focus comes a moment after the menu does.
  await expect(page.getByTestId('language')).not.toBeFocused();
  for (const name of ['English', 'Deutsch']) {
    await page.keyboard.press('ArrowDown');
    await expect(page.getByRole('menuitemradio', { name })).toBeFocused();
  }
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('train')).toHaveText('Trainieren');
  await expect(page.getByTestId('language')).toBeFocused();
});

const englishFolder = fileURLToPath(new URL('../../src/i18n/en', import.meta.url));

/** Makes each word of a sentence at least 30% longer; placeholders and elements stay. */
const longer = (sentence: string): string =>
  sentence.replaceAll(/\{\{.*?\}\}|<.*?>|\p{L}{2,}/gu, (part) =>
    /^[{<]/.test(part) ? part : part + 'ö'.repeat(Math.ceil(0.3 * part.length)),
  );

const lengthened = (sentences: unknown): unknown =>
  typeof sentences === 'string'
    ? longer(sentences)
    : Object.fromEntries(Object.entries(sentences as object).map(([key, part]) => [key, lengthened(part)]));

test.describe('with every word 30% longer', () => {
  test.use({ locale: 'de-DE' });

  test('nothing sticks out, and no letter is cut', async ({ page }) => {
    const files = readdirSync(englishFolder)
      .filter((name) => name.endsWith('.json'))
      .map((name) => [`./${name}`, lengthened(JSON.parse(readFileSync(join(englishFolder, name), 'utf8')))]);
    await page.route('**/assets/de-*.js', (route) =>
      route.fulfill({
        contentType: 'text/javascript',
        body: `export default ${JSON.stringify(Object.fromEntries(files))}`,
      }),
    );
    await openRecorded(page);
    await expect(page.getByTestId('train')).toHaveText(longer('Train'));
    for (const size of [laptop, phone]) {
      await page.setViewportSize(size);
      await inEveryTab(page, async () => {
        await expectNoOverflow(page);
        await expectNothingSticksOut(page);
        expect(await cutTexts(page)).toEqual([]);
      });
    }
  });
});

/** Lists texts whose letters end outside the part of the page that hides what is beyond it. */
const cutTexts = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const cut: string[] = [];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
      const parent = text.parentElement;
      if (!text.textContent?.trim() || !parent?.checkVisibility()) continue;
      if (parent.closest('.skip-link, .visually-hidden, .katex, [aria-hidden="true"], svg')) continue;
      const range = document.createRange();
      range.selectNodeContents(text);
      const { left, right } = range.getBoundingClientRect();
      for (let box: Element | null = parent; box; box = box.parentElement) {
        const { overflowX, textOverflow, clipPath } = getComputedStyle(box);
        // For a screen reader alone.
        if (clipPath !== 'none') break;
        // What scrolls shows all; what ends in an ellipsis has all in its title.
        if (/auto|scroll/.test(overflowX) || (textOverflow === 'ellipsis' && box.hasAttribute('title')))
          break;
        if (overflowX === 'visible') continue;
        const edge = box.getBoundingClientRect();
        if (left < edge.left - 1 || right > edge.right + 1)
          cut.push(`${text.textContent.trim()} in ${box.outerHTML.slice(0, 100)}`);
      }
    }
    return cut;
  });
