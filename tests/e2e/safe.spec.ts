// The built page keeps its Content-Security-Policy and asks no other host for anything, through a whole session: once
// with the headers a careful host sends, which hold in the worker too, and once with index.html's own policy alone.
import { expect, type Page, test } from '@playwright/test';
import { firstStep, lossesOf, openTab } from './lab';

/** Gathers what the browser refuses and what goes wrong, and every address that is asked for. */
async function watch(page: Page) {
  const troubles: string[] = [];
  const addresses: string[] = [];
  await page.exposeFunction('labViolation', (what: string) => troubles.push(what));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const { effectiveDirective, blockedURI, sourceFile, lineNumber, sample } = event;
      const what = `${effectiveDirective} refuses ${blockedURI} ${sample} (${sourceFile}:${lineNumber})`;
      (window as unknown as { labViolation(what: string): void }).labViolation(what);
    });
  });
  page.on('console', (message) => {
    if (message.type() === 'error') troubles.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => troubles.push(`error: ${error.message}`));
  page.on('request', (request) => addresses.push(request.url()));
  page.on('requestfailed', (request) => {
    // Refused by the policy, it never left the browser.
    if (request.failure()?.errorText === 'csp') addresses.splice(addresses.indexOf(request.url()), 1);
  });
  return { troubles, addresses };
}

/** The addresses outside the page's own origin; what the page made itself (data:, blob:) is not asked of a host. */
const foreign = (page: Page, addresses: string[]) =>
  addresses.filter(
    (address) => !/^(data|blob):/.test(address) && new URL(address).origin !== new URL(page.url()).origin,
  );

const segment = (page: Page, id: string, value: string) =>
  page.getByTestId(id).getByText(value, { exact: true });

async function trainTwoSteps(page: Page) {
  await page.getByTestId('train').click();
  await expect(page.getByTestId('message')).toContainText('Finished', { timeout: firstStep });
  await lossesOf(page);
}

/** Dialogs, menus, equations, maps and themes: whatever writes elements or styles. */
async function lookAround(page: Page) {
  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'Help' });
  await expect(help).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(help).toHaveCount(0);
  await page.getByText('Equation and source').click();
  await page.getByTestId('chip-0-0').focus();
  for (const key of ['2', '3', '4', '5', '6', '7', '1']) {
    await page.keyboard.press(key);
    await expect(page.locator('article .katex').first()).toBeVisible();
  }
  await page.keyboard.press('p');
  await page.getByTestId('place-top').click();
  await page.getByTestId('run-menu-0').click();
  await page.getByRole('menuitem', { name: 'Rename…' }).click();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('<img src=x onerror=alert(1)>');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('run-name-0')).toHaveText('<img src=x onerror=alert(1)>');
  await page.getByTestId('help').hover();
  await expect(page.getByRole('tooltip', { name: 'Open this help' })).toBeVisible();
  await page.getByTestId('theme').click();
  await page.setViewportSize({ width: 390, height: 844 });
  await page.setViewportSize({ width: 1280, height: 720 });
}

test('with a host’s headers: every text, a task, evaluations and writing, without a violation or a foreign request', async ({
  page,
  baseURL,
}) => {
  const { troubles, addresses } = await watch(page);
  await page.goto(new URL('/strict/', baseURL).href);
  await expect(page.getByTestId('engine-info')).toContainText('Processor');
  await lookAround(page);
  await openTab(page, 'settings');
  await segment(page, 'size', 'Tiny').click();
  await page.getByTestId('steps').fill('2');
  await page.getByTestId('steps').press('Enter');
  for (const corpus of ['mobyDick', 'stateOfTheUnion', 'stories']) {
    await openTab(page, 'data');
    await page.getByTestId(`corpus-${corpus}`).click();
    await trainTwoSteps(page);
  }
  await openTab(page, 'data');
  await page.getByTestId('corpus-ownText').click();
  await page.getByTestId('own-text').fill('The sea is wide, and the sea is deep.\n'.repeat(30));
  await page.getByTestId('use-own-text').click();
  await expect(page.getByTestId('text-facts')).toContainText('1,140');
  await trainTwoSteps(page);
  await page.getByTestId('map-0-0').click();
  await expect(page.getByTestId('big-map')).toBeFocused();
  await page.keyboard.press('Escape');
  await page.getByTestId('chart-cursor').hover();
  await expect(page.getByTestId('chart-tooltip')).toBeVisible();
  await openTab(page, 'text');
  await page.getByTestId('prompt').fill('the sea');
  await page.getByTestId('start-generate').click();
  await expect(page.getByTestId('generated-tokens').first()).not.toBeEmpty({ timeout: firstStep });
  await openTab(page, 'results');
  await page.getByTestId('evaluate').click();
  await expect(page.getByTestId('evaluation-0').first()).toContainText('±', { timeout: firstStep });
  await openTab(page, 'data');
  await page.getByTestId('task-choice').selectOption({ label: 'Look back' });
  await trainTwoSteps(page);

  expect(troubles).toEqual([]);
  expect(foreign(page, addresses)).toEqual([]);
  // The worker's requests are among them.
  const paths = addresses.map((address) => new URL(address).pathname);
  expect(paths).toContain('/strict/corpora/moby-dick.txt');
  expect(paths).toContain('/strict/corpora/state-of-the-union.txt');
  // And its refusals would be: the headers hold there.
  const worker = page.workers().find((one) => !one.url().includes('browserWorker'));
  const refused = await worker?.evaluate(
    () =>
      new Promise<string>((resolve) => {
        addEventListener('securitypolicyviolation', (event) => {
          const { effectiveDirective, blockedURI } = event as SecurityPolicyViolationEvent;
          resolve(`${effectiveDirective} refuses ${blockedURI}`);
        });
        setTimeout(() => resolve('nothing was refused'), 10_000);
        fetch('https://example.com/').catch(() => {});
      }),
  );
  expect(refused).toMatch(/^connect-src refuses https:\/\/example\.com/);
});

test('without headers: index.html’s own policy lets the page work and refuses what is slipped in', async ({
  page,
}) => {
  const { troubles, addresses } = await watch(page);
  await page.goto('./');
  await expect(page.getByTestId('engine-info')).toContainText('·');
  await lookAround(page);
  expect(troubles).toEqual([]);

  await page.evaluate(() => {
    const slip = (name: string, set: (element: HTMLElement) => void) => {
      const element = document.createElement(name);
      set(element);
      document.body.append(element);
    };
    slip('script', (script) => {
      script.textContent = 'document.body.dataset.slipped = "yes"';
    });
    slip('script', (script) => script.setAttribute('src', 'https://example.com/evil.js'));
    slip('style', (style) => {
      style.textContent = 'body { display: none }';
    });
    slip('img', (img) => img.setAttribute('src', 'https://example.com/pixel.png'));
    slip('iframe', (frame) => frame.setAttribute('src', 'https://example.com/'));
    fetch('https://example.com/').catch(() => {});
  });
  await expect
    .poll(() =>
      [...new Set(troubles.map((trouble) => /^([a-z-]+) refuses/.exec(trouble)?.[1]).filter(Boolean))].sort(),
    )
    .toEqual(['connect-src', 'frame-src', 'img-src', 'script-src-elem', 'style-src-elem']);
  await expect(page.locator('body')).toBeVisible();
  expect(await page.locator('body').getAttribute('data-slipped')).toBeNull();
  await expect.poll(() => foreign(page, addresses)).toEqual([]);
});
