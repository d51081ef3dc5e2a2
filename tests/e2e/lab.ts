// What the end-to-end tests read off the page and do to it.
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** How long a first step may take: the shaders are compiled for it, on a CPU here. */
export const firstStep = 180_000;

/** Opens the page and waits until it knows its device. */
export async function openLab(page: Page): Promise<void> {
  await page.goto('./');
  await expect(page.getByTestId('engine-info')).toContainText('·');
}

/** Steps every run has taken. */
export async function stepOf(page: Page): Promise<number> {
  const text = await page.getByTestId('progress').textContent();
  return Number(/Step ([\d,]+) of/.exec(text ?? '')?.[1]?.replaceAll(',', ''));
}

export async function waitForStep(page: Page, step: number, timeout = firstStep): Promise<void> {
  await expect.poll(() => stepOf(page), { timeout }).toBeGreaterThanOrEqual(step);
}

/** The latest training loss of each run, nats per token. */
export async function lossesOf(page: Page): Promise<number[]> {
  const cells = page.locator('[data-testid^="loss-"]');
  for (const cell of await cells.all()) await expect(cell).toHaveText(/^\d\.\d{4}$/, { timeout: firstStep });
  return (await cells.allTextContents()).map(Number);
}

/** The pixels of a thumbnail. */
export const mapPixels = (page: Page, layer: number, head: number): Promise<string> =>
  page
    .getByTestId(`map-${layer}-${head}`)
    .locator('canvas')
    .evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());

/** Resolves when colours that change with the theme or with a choice have arrived; what never ends is not waited for. */
async function settled(page: Page): Promise<void> {
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

/** Fails with the rule and the elements of every violation axe finds, in some parts only if they are named. */
export async function expectAccessible(page: Page, parts: readonly string[] = []): Promise<void> {
  await settled(page);
  const axe = parts.reduce((builder, part) => builder.include(part), new AxeBuilder({ page }));
  const { violations } = await axe.analyze();
  expect(violations.map(({ id, nodes }) => ({ id, at: nodes.map((n) => n.html.slice(0, 160)) }))).toEqual([]);
}

export async function expectNoOverflow(page: Page): Promise<void> {
  const beyond = () =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  // Charts follow the width of the window a moment later.
  await expect.poll(beyond, { timeout: 10_000 }).toBeLessThanOrEqual(0);
}
