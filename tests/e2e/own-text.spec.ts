// A person's own text in the built page: pasted, dropped as a file, and refused without losing what was there.
import { expect, type Page, test } from '@playwright/test';
import { openTab, openUntrained } from './lab';

const sea = 'The sea is wide, and the sea is deep.\n'.repeat(30);

async function openOwnText(page: Page) {
  await openUntrained(page);
  await openTab(page, 'settings');
  await page.getByTestId('size').getByText('Tiny').click();
  await page.getByTestId('steps').fill('2');
  await page.getByTestId('steps').press('Enter');
  await openTab(page, 'data');
  await page.getByTestId('corpus-ownText').click();
}

async function drop(page: Page, name: string, content: string | number[]) {
  const data = await page.evaluateHandle(
    ([name, content]) => {
      const transfer = new DataTransfer();
      const part = typeof content === 'string' ? content : new Uint8Array(content);
      transfer.items.add(new File([part], name));
      return transfer;
    },
    [name, content] as const,
  );
  await page.getByTestId('drop-zone').dispatchEvent('drop', { dataTransfer: data });
}

const sample = (page: Page) => page.getByTestId('text-sample');
const refusal = (page: Page) => page.getByTestId('own-text-error');

async function expectTrains(page: Page) {
  await page.getByTestId('train').click();
  await expect(page.getByTestId('message')).toContainText('Finished');
  await openTab(page, 'runs');
  await expect(page.getByTestId('loss-0')).toHaveText(/^\d\.\d{4}$/);
}

test('own text trains, pasted and dropped; one that is refused leaves the last in place', async ({
  page,
}) => {
  await openOwnText(page);
  await page.getByTestId('own-text').fill('short');
  await page.getByTestId('use-own-text').click();
  await expect(refusal(page)).toHaveText(/^The pasted text is too short: it has 5 characters/);
  await expect(page.getByTestId('own-text')).toHaveValue('short');
  await page.getByTestId('own-text').fill(sea);
  await page.getByTestId('use-own-text').click();
  await expect(sample(page)).toContainText('The sea is wide');
  await expect(page.getByTestId('text-facts')).toContainText(sea.length.toLocaleString('en'));
  await expectTrains(page);

  await openTab(page, 'data');
  await drop(page, 'land.txt', sea.replaceAll('sea', 'land'));
  await expect(page.getByTestId('text-facts')).toContainText('land.txt');
  await openTab(page, 'runs');
  await expect(page.getByTestId('loss-0')).toHaveText('–');
  await expectTrains(page);
  const loss = await page.getByTestId('loss-0').textContent();

  await openTab(page, 'data');
  await drop(page, 'photo.png', [0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1]);
  await expect(refusal(page)).toHaveText(/^photo\.png is not plain text: it looks like a binary file/);
  await drop(page, 'old.txt', [0xff, 0xfe, 0x61, 0x00]);
  await expect(refusal(page)).toHaveText(/^old\.txt is encoded as UTF-16/);
  await expect(page.getByTestId('text-facts')).toContainText('land.txt');
  await expect(sample(page)).toContainText('The land is wide');
  await openTab(page, 'runs');
  await expect(page.getByTestId('loss-0')).toHaveText(loss ?? '');
});
