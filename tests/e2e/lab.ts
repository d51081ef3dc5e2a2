// What the end-to-end tests read off the page and do to it.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, type Locator, type Page } from '@playwright/test';
import { dockTabs, railTabs } from '../../src/document/view';

/** How long a first step may take: the shaders are compiled for it, on a CPU here. */
export const firstStep = 180_000;

/** Lets the next recording that the page asks for not be had. */
export const withoutRecording = (page: Page): Promise<unknown> =>
  page.route('**/recordings/*', (route) => route.abort(), { times: 1 });

/** Opens the page as a first visit has it that gets no recording: with the default experiment, untrained. */
export async function openUntrained(page: Page): Promise<void> {
  await withoutRecording(page);
  await page.goto('./');
}

/** Opens the untrained page and waits until it knows its device. */
export async function openLab(page: Page): Promise<void> {
  await openUntrained(page);
  await expect(page.getByTestId('engine-info')).toContainText('·');
}

type TabId = (typeof railTabs)[number] | (typeof dockTabs)[number];

/** Opens a tab of the rail or the dock; nothing happens where it is open. */
export async function openTab(page: Page, id: TabId): Promise<void> {
  const tab = page.getByTestId(`tab-${id}`);
  if ((await tab.getAttribute('aria-selected')) !== 'true') await tab.click();
  await expect(tab).toHaveAttribute('aria-selected', 'true');
}

/** Runs a check with every tab open: one of the rail and one of the dock at a time, in as many rounds as it takes. */
export async function inEveryTab(page: Page, check: () => Promise<void>): Promise<void> {
  const there = async (ids: readonly TabId[]) => {
    const tabs = await Promise.all(ids.map((id) => page.getByTestId(`tab-${id}`).count()));
    return ids.filter((_, i) => tabs[i]);
  };
  const [rail, dock] = [await there(railTabs), await there(dockTabs)];
  for (let i = 0; i < Math.max(rail.length, dock.length); i++) {
    for (const tabs of [rail, dock]) {
      const tab = tabs[i];
      if (tab) await openTab(page, tab);
    }
    await check();
  }
}

/** Opens a ready experiment from the library. */
export async function openReady(page: Page, id: string): Promise<void> {
  await page.getByTestId('library').click();
  await page.getByTestId(`ready-${id}`).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
}

/** Steps every run has taken. */
export async function stepOf(page: Page): Promise<number> {
  const text = await page.getByTestId('progress').textContent();
  return Number(/[Ss]tep ([\d,]+) of/.exec(text ?? '')?.[1]?.replaceAll(',', ''));
}

/** Resolves soon after that step: what trains is to be disturbed on its way, and takes every core from the tests beside. */
export async function waitForStep(page: Page, step: number, timeout = firstStep): Promise<void> {
  await expect.poll(() => stepOf(page), { timeout, intervals: [50] }).toBeGreaterThanOrEqual(step);
}

/** The latest training loss of each run, nats per token, as its row in the rail has it. */
export async function lossesOf(page: Page): Promise<number[]> {
  await openTab(page, 'runs');
  const cells = page.locator('[data-testid^="loss-"]');
  for (const cell of await cells.all()) await expect(cell).toHaveText(/^\d\.\d{4}$/, { timeout: firstStep });
  return (await cells.allTextContents()).map(Number);
}

/**
 * The pixels of a small map, packed RGBA: those of its layer's canvas that lie over its button.
 * @param size pixels of a side that the map was drawn from, each of which is read once; those of the screen without it
 */
export const smallMap = (page: Page, layer: number, head: number, size?: number): Promise<number[]> =>
  page.getByTestId(`map-${layer}-${head}`).evaluate((button, size) => {
    const canvas = button.parentElement?.querySelector('canvas') as HTMLCanvasElement;
    const [around, own] = [canvas.getBoundingClientRect(), button.getBoundingClientRect()];
    const scale = canvas.width / around.width;
    const frame = button.clientLeft + Number.parseFloat(getComputedStyle(button).paddingLeft);
    const [x, y] = [own.x - around.x, own.y - around.y].map((at) => Math.round((at + frame) * scale));
    const side = Math.floor((own.width - 2 * frame) * scale);
    const context = canvas.getContext('2d') as CanvasRenderingContext2D;
    const pixels = new Uint32Array(context.getImageData(x!, y!, side, side).data.buffer);
    const read = size ?? side;
    if (read > side) throw new Error(`Of ${read} pixels a side the screen shows ${side}.`);
    const middles = Array.from({ length: read }, (_, at) => Math.floor(((at + 0.5) * side) / read));
    return middles.flatMap((row) => middles.map((column) => pixels[row * side + column]!));
  }, size);

/** The pixels of a small map as a text, to be compared with those of another moment. */
export const mapPixels = async (page: Page, layer: number, head: number): Promise<string> =>
  (await smallMap(page, layer, head)).join();

/** Resolves when colours that change with the theme or with a choice have arrived; what never ends is not waited for. */
async function settled(page: Page): Promise<void> {
  // A pointer that is left on a button holds its tooltip open, which stands outside all landmarks.
  await page.mouse.move(0, 0);
  await expect(page.getByRole('tooltip')).toHaveCount(0);
  await page.evaluate(async () => {
    const frame = () => new Promise(requestAnimationFrame);
    await frame();
    await frame();
    const ending = document.getAnimations().filter(({ effect }) => {
      return Number.isFinite(Number(effect?.getComputedTiming().endTime));
    });
    await Promise.allSettled(ending.map(({ finished }) => finished));
  });
}

/** Axe as one script, the shorter one: each page parses it anew. */
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The rules of axe that look at colours: half of its time. The others find in both themes the same, and these in all languages. */
const colourRules = ['color-contrast', 'link-in-text-block'];

/**
 * Fails with the rule and the elements of every violation axe finds.
 * @param parts selectors of what it looks at; the whole page without any
 * @param rules those that look at colours, the others, or all
 */
export async function expectAccessible(
  page: Page,
  parts: readonly string[] = [],
  rules: 'all' | 'colours' | 'others' = 'all',
): Promise<void> {
  await settled(page);
  const present = await page.evaluate(() => 'axe' in window);
  if (!present) await page.evaluate(axeSource);
  const violations = await page.evaluate(
    async ({ parts, rules, colourRules }) => {
      const { axe } = window as unknown as { axe: typeof import('axe-core') };
      const where = parts.length > 0 ? { include: parts.map((part) => [part]) } : document;
      // Axe finds nothing in what is hidden, but to walk through tabs that are not open is two thirds of its time.
      const closed = [...document.querySelectorAll('[data-place]')]
        .filter((tab) => !tab.checkVisibility())
        .map((tab) => ({ tab, content: [...tab.childNodes] }));
      for (const { tab } of closed) tab.replaceChildren();
      // What passes is not listed with all its elements.
      const found = await axe
        .run(where, {
          resultTypes: ['violations'],
          // No rule that is on reads style sheets or media.
          preload: false,
          ...(rules === 'colours' && { runOnly: colourRules }),
          ...(rules === 'others' && {
            rules: Object.fromEntries(colourRules.map((rule) => [rule, { enabled: false }])),
          }),
        })
        .finally(() => {
          for (const { tab, content } of closed) tab.append(...content);
        });
      return found.violations.map(({ id, nodes }) => ({
        id,
        at: nodes.map(({ html }) => html.slice(0, 160)),
      }));
    },
    { parts, rules, colourRules },
  );
  expect(violations).toEqual([]);
}

/** `expectAccessible` in both themes; the page is light at the end. */
export async function expectAccessibleInBothThemes(page: Page, parts: readonly string[] = []): Promise<void> {
  await page.emulateMedia({ colorScheme: 'dark' });
  await expectAccessible(page, parts, 'colours');
  await page.emulateMedia({ colorScheme: 'light' });
  await expectAccessible(page, parts);
}

export async function expectNoOverflow(page: Page): Promise<void> {
  const beyond = () =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  // Charts follow the width of the window a moment later.
  await expect.poll(beyond, { timeout: 10_000 }).toBeLessThanOrEqual(0);
}

/** Fails with every control that reaches beyond the sides of the window, save what scrolls sideways by itself. */
export async function expectNothingSticksOut(page: Page): Promise<void> {
  // Charts follow the width of the window a moment later.
  await expect.poll(() => stickingOut(page), { timeout: 10_000 }).toEqual([]);
}

const stickingOut = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const scrolls = (element: Element | null): boolean =>
      element !== null &&
      element !== document.documentElement &&
      (['auto', 'scroll'].includes(getComputedStyle(element).overflowX) || scrolls(element.parentElement));
    return [
      ...document.querySelectorAll(
        'button, input, textarea, select, a, [tabindex], h1, h2, h3, p, img, canvas',
      ),
    ]
      .filter((element) => element.checkVisibility({ visibilityProperty: true }))
      .filter(
        (element) => !element.closest('.skip-link, .visually-hidden') && !scrolls(element.parentElement),
      )
      .filter((element) => {
        const { left, right } = element.getBoundingClientRect();
        return left < -0.5 || right > document.documentElement.clientWidth + 0.5;
      })
      .map(({ outerHTML }) => outerHTML.slice(0, 160));
  });

/** Drops a file onto the page. */
export async function drop(page: Page, name: string, content: Buffer) {
  const data = await page.evaluateHandle(
    ([name, content]) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([Uint8Array.from(atob(content), (c) => c.charCodeAt(0))], name));
      return transfer;
    },
    // A list of numbers would take Playwright seconds.
    [name, content.toString('base64')] as const,
  );
  await page.locator('h1').dispatchEvent('drop', { dataTransfer: data });
}

/** A code as the page draws it, four pixels a square: RGBA. */
export async function drawnCode(code: Locator): Promise<{ width: number; height: number; data: Uint8Array }> {
  const { size, data } = await code.evaluate(async (svg) => {
    const image = new Image();
    image.src = `data:image/svg+xml,${encodeURIComponent(new XMLSerializer().serializeToString(svg))}`;
    await image.decode();
    const size = 4 * (svg as unknown as SVGSVGElement).viewBox.baseVal.width;
    const canvas = new OffscreenCanvas(size, size).getContext('2d') as OffscreenCanvasRenderingContext2D;
    canvas.drawImage(image, 0, 0, size, size);
    return { size, data: Array.from(canvas.getImageData(0, 0, size, size).data) };
  });
  return { width: size, height: size, data: Uint8Array.from(data) };
}
