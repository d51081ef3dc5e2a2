// Edits of what was trained: the other runs keep their curves to the digit, and each edit is undone, results included.
import { expect, type Page, test } from '@playwright/test';
import { expectAccessible, firstStep, openTab, stepOf, waitForStep } from './lab';
import { openWith, readSaved, savedLosses, tiny } from './saved';

const finished = (page: Page) =>
  expect(page.getByTestId('message')).toContainText('Finished', { timeout: firstStep });
const undo = (page: Page) => page.keyboard.press('Control+z');
/** What the table of the results says of a run's losses and marks. */
const row = (page: Page, index: number) =>
  page
    .locator('tr', { has: page.getByTestId(`train-${index}`) })
    .locator('td')
    .allTextContents();
/** The losses of such a row alone: the verdict beside them is on all runs, and changes with any of them. */
const lossesIn = (page: Page, index: number) =>
  page
    .locator('tr', { has: page.getByTestId(`train-${index}`) })
    .locator('td')
    .evaluateAll((cells) => cells.map((cell) => cell.lastChild?.textContent));
const addRun = (page: Page) => page.getByRole('button', { name: 'Add run' }).click();
const change = async (page: Page) => {
  await page.getByTestId('chip-0-0').focus();
  await page.keyboard.press('3');
};

test('adds a run, changes a layer, extends, resets and begins a take: the others keep their curves, and each is undone', async ({
  page,
}) => {
  await openWith(page);
  await openTab(page, 'results');
  await page.getByTestId('train').click();
  await finished(page);
  const losses = { a: await savedLosses(page, 'a', 'finished'), b: await savedLosses(page, 'b', 'finished') };
  expect(losses.a).toHaveLength(tiny.steps);
  const first = await row(page, 0);
  const [firstLosses, secondLosses] = [await lossesIn(page, 0), await lossesIn(page, 1)];

  // A digit beside the stacks is nobody's layer.
  await page.getByTestId('reset').focus();
  await page.keyboard.press('2');
  expect(await stepOf(page)).toBe(tiny.steps);

  await addRun(page);
  await expect(page.getByTestId('message')).toHaveText('Ready. What is done stays as it is.');
  await expect(page.getByTestId('progress')).toHaveText(`2 runs done1 run at step 0 of ${tiny.steps}`);
  await expect(page.getByTestId('train')).toHaveText('Train the new run');
  expect(await lossesIn(page, 0)).toEqual(firstLosses);
  expect(await savedLosses(page, 'a', 'paused')).toEqual(losses.a);
  await page.getByTestId('train').click();
  await finished(page);
  expect(await savedLosses(page, 'a', 'finished')).toEqual(losses.a);
  const added = (await readSaved(page, 'Test'))?.contents?.experiment.runs[2]?.id as string;
  expect(await savedLosses(page, added, 'finished')).toHaveLength(tiny.steps);
  await undo(page);
  await finished(page);
  await expect(page.getByTestId('legend-2')).toHaveCount(0);

  await change(page);
  await expect(page.getByTestId('earlier-0')).toContainText('before its change');
  await expect(page.getByTestId('earlier-lines')).toHaveCount(1);
  expect(await lossesIn(page, 1)).toEqual(secondLosses);
  expect(await savedLosses(page, 'b', 'paused')).toEqual(losses.b);
  expect(await savedLosses(page, 'a', 'paused')).toEqual([]);
  // In the middle of it the page is loaded anew.
  await page.getByTestId('train').click();
  await finished(page);
  const changed = await savedLosses(page, 'a', 'finished');
  await undo(page);
  await finished(page);
  await expect.poll(() => savedLosses(page, 'a', 'finished')).toEqual(losses.a);
  await expect.poll(() => row(page, 0)).toEqual(first);
  await page.getByTestId('bring-back-0').click();
  await expect.poll(() => savedLosses(page, 'a', 'finished')).toEqual(changed);
  await undo(page);
  await expect.poll(() => savedLosses(page, 'a', 'finished')).toEqual(losses.a);

  await page.getByTestId('extend').click();
  await expect.poll(() => stepOf(page), { timeout: firstStep }).toBe(2 * tiny.steps);
  await finished(page);
  expect((await savedLosses(page, 'b', 'finished')).slice(0, tiny.steps)).toEqual(losses.b);
  await undo(page);
  await expect.poll(() => stepOf(page)).toBe(tiny.steps);
  await expect.poll(() => row(page, 0)).toEqual(first);

  await page.getByTestId('reset').click();
  await expect(page.getByTestId('loss-0')).toHaveText('–');
  await undo(page);
  await expect.poll(() => row(page, 0)).toEqual(first);
  await expect.poll(() => savedLosses(page, 'a', 'finished')).toEqual(losses.a);

  // A change of shared settings begins a take: the other is a click away, after a reload too.
  await openTab(page, 'settings');
  await page.getByTestId('steps').fill(String(2 * tiny.steps));
  await page.keyboard.press('Enter');
  await openTab(page, 'runs');
  await expect(page.getByTestId('take-0')).toHaveText(`Steps ${tiny.steps}`);
  await page.getByTestId('step').click();
  await expect.poll(() => stepOf(page), { timeout: firstStep }).toBe(1);
  await expect.poll(async () => (await readSaved(page))?.contents?.results.progress?.step).toBe(1);
  await expectAccessible(page, ['#rail']);

  // In the middle of the second take.
  await page.reload();
  await expect.poll(() => stepOf(page)).toBe(1);
  await page.getByTestId('take-0').click();
  await finished(page);
  expect(await stepOf(page)).toBe(tiny.steps);
  await expect.poll(() => savedLosses(page, 'a', 'finished')).toEqual(losses.a);
  await expect(page.getByTestId('take-0')).toHaveText(`Steps ${2 * tiny.steps}`);
  await undo(page);
  await expect.poll(() => stepOf(page)).toBe(1);
});

test('a run that is changed while all train catches up, and a reload in the middle of that goes on', async ({
  page,
}) => {
  await openWith(page, { ...tiny, steps: 60_000, evalInterval: 10_000 });
  await page.getByTestId('train').click();
  // Catching up on 2,500 steps takes longer than the autosave that is waited for below.
  await waitForStep(page, 2501);
  await change(page);
  await expect(page.getByTestId('message')).toHaveText(
    /^Training “With attention” up to step [\d,]+, where the others wait\.$/,
  );
  const kept = async () => Object.keys((await readSaved(page))?.contents?.results.curves ?? {}).sort();
  await expect.poll(kept).toEqual(['a', 'b']);
  const before = await page.getByTestId('loss-1').textContent();
  await page.reload();
  await expect(page.getByTestId('loss-1')).toHaveText(before as string);
  await page.getByTestId('train').click();
  await expect(page.getByTestId('message')).toHaveText('Training.', { timeout: firstStep });
  await page.getByTestId('pause').click();
  const [a, b] = [await savedLosses(page, 'a', 'paused'), await savedLosses(page, 'b', 'paused')];
  expect(a.length).toBe(b.length);
  expect(a.length).toBeGreaterThan(500);
});
