// Texts and tokenizers of the built page: stories in word pieces, how a text splits, and losses that compare per byte.
import { expect, type Page, test } from '@playwright/test';
import { expectAccessible, expectNoOverflow, firstStep, openTab, openUntrained } from './lab';

const segment = (page: Page, id: string, value: string) =>
  page.getByTestId(id).getByText(value, { exact: true });
const boxes = (page: Page) => page.getByTestId('token-boxes').getByRole('listitem');

test.describe.configure({ mode: 'default' });

// The tests share one page, and neither needs what the other leaves.
let page: Page;
test.beforeAll(async ({ browser }) => {
  page = await browser.newPage();
  await openUntrained(page);
  await openTab(page, 'settings');
  await segment(page, 'size', 'Tiny').click();
});
test.beforeEach(() => openTab(page, 'data'));
test.afterAll(() => page.close());

test('stories in word pieces train, and their loss is also read in bits per byte', async () => {
  await page.getByTestId('corpus-stories').click();
  await expect(page.getByTestId('text-sample')).toContainText(' was a ');
  await segment(page, 'corpusSize', '1000').click();
  await segment(page, 'tokenizer', 'Word pieces').click();
  await expect(page.getByTestId('token-facts')).toContainText('512');
  await expect(page.getByTestId('longest-tokens').getByRole('listitem').first()).toContainText('␣');

  await page.getByTestId('token-sample').fill('Once she was a\ngirl 🐳');
  await expect(page.getByTestId('token-tally')).toContainText('for 24 bytes');
  await expect(boxes(page).filter({ hasText: /^␣was$/ })).toHaveCount(1);
  await expect(boxes(page).filter({ hasText: '↵' })).toHaveCount(1);
  await expect(boxes(page).filter({ hasText: '⟨F0⟩' })).toHaveCount(1);

  await openTab(page, 'results');
  await page.getByTestId('step').click();
  const loss = page.getByTestId('val-0');
  await expect(loss).toHaveText(/^\d\.\d{4}$/, { timeout: firstStep });
  const nats = Number(await loss.textContent());
  // An untrained model guesses among all 512.
  expect(Math.abs(nats - Math.log(512))).toBeLessThan(0.5);
  await page.getByText('Bits per byte', { exact: true }).click();
  const bits = Number(await loss.textContent());
  expect(nats / Math.LN2 / bits).toBeGreaterThan(2);
  expect(nats / Math.LN2 / bits).toBeLessThan(5);
  await expectNoOverflow(page);
  await expectAccessible(page);
});

test('another vocabulary takes the place of the one that is being learned', async () => {
  await page.getByTestId('corpus-stateOfTheUnion').click();
  await segment(page, 'tokenizer', 'Word pieces').click();
  await segment(page, 'vocabSize', '8192').click();
  await segment(page, 'vocabSize', '1024').click();
  await expect(page.getByTestId('token-facts')).toContainText('1,024');
  await expect(page.getByTestId('text-sample')).toContainText('STATE OF THE UNION 1945');
  await segment(page, 'tokenizer', 'Bytes').click();
  await expect(page.getByTestId('token-facts')).toContainText('1.00');
  await page.getByTestId('token-sample').fill('é');
  await expect(boxes(page)).toHaveText(['⟨C3⟩', '⟨A9⟩']);
});
