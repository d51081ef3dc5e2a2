import { writeFileSync } from 'node:fs';
import { type Page, test, expect } from '@playwright/test';
import { inEveryTab, openTab, openReady } from './lab';
const seen = new Map<string, string>();
async function collect(page: Page, where: string) {
  const said = await page.evaluate(() => {
    const elements = [...document.querySelectorAll('body *')];
    return elements
      .filter((e) => !e.closest('.katex, style, script, textarea, pre, code'))
      .flatMap((e) => [
        ...[...e.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE),
        ...['aria-label', 'title', 'placeholder', 'aria-valuetext', 'aria-description', 'alt'].map((n) => e.getAttributeNode(n)),
      ])
      .flatMap((n) => n?.textContent?.trim() || []);
  });
  for (const text of said) if ((/[A-Za-z]{3,}/.test(text) || text.includes('\u{e000}')) && !seen.has(text)) seen.set(text, where);
}
test.use({ locale: 'zh-CN' });
test.setTimeout(280_000);
test('scan', async ({ page }) => {
  await page.goto('./');
  await expect(page.getByTestId('engine-info')).toContainText('·');
  const tabs = (where: string) => inEveryTab(page, async () => { await page.waitForTimeout(700); await collect(page, where); });
  await tabs('start');
  for (const id of ['library', 'share', 'export', 'help', 'atlas', 'lessons']) {
    const button = page.getByTestId(id);
    if ((await button.count()) === 0) { console.log('no', id); continue; }
    await button.first().click();
    await page.waitForTimeout(1200);
    for (const d of await page.locator('[role=dialog] details').all()) await d.evaluate((e) => e.setAttribute('open', ''));
    await page.waitForTimeout(300);
    await collect(page, id);
    await page.keyboard.press('Escape');
    await page.waitForTimeout(300);
  }
  await openReady(page, 'recall');
  await page.waitForTimeout(1500);
  await tabs('recall');
  for (const s of await page.locator('[data-testid=sweep-kind] option').all()) void s;
  await openTab(page, 'sweeps').catch(() => console.log('no sweeps tab'));
  const kinds = await page.locator('[data-testid=sweep-kind] option').evaluateAll((o) => o.map((x) => (x as HTMLOptionElement).value));
  for (const kind of kinds) { await page.getByTestId('sweep-kind').selectOption(kind); await page.waitForTimeout(100); await collect(page, 'sweep ' + kind); }
  await page.evaluate(() => { for (const d of document.querySelectorAll('details')) d.open = true; });
  await collect(page, 'details');
  writeFileSync('/tmp/l2/scan.json', JSON.stringify([...seen].map(([t, w]) => `${w}: ${t}`), null, 0));
});
