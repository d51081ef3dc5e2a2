// A lesson is written on the page: steps from what it shows, moved, removed and brought back, tried, saved, kept over a reload and
// opened again by dropping the file.
import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { parseLesson } from '../../src/lessons/schema';
import { drop, expectAccessibleInBothThemes, expectNothingSticksOut, openLab, openTab } from './lab';

test('a lesson is written from what the page shows, and opens again from its file', async ({ page }) => {
  await openLab(page);
  await page.getByTestId('lessons').click();
  await page.getByTestId('write-lesson').click();
  const editor = page.getByTestId('lessonEditor');
  await editor.getByTestId('lesson-name').fill('Where it looks');
  await editor.getByTestId('writing-title').fill('The maps');
  await editor.getByTestId('writing-body').fill('Each map has **one** head.');
  await openTab(page, 'costs');
  await editor.getByTestId('add-step').click();
  await editor.getByTestId('writing-title').fill('What it costs');
  await editor.getByTestId('point').click();
  await page.getByTestId('tab-costs').click();
  await editor.getByTestId('writing-language').selectOption('de');
  await editor.getByTestId('writing-title').fill('Was es kostet');
  await editor.getByTestId('writing-language').selectOption('en');
  await expect(editor.getByTestId('writing-title')).toHaveValue('What it costs');

  // A prediction, a training that ends by a click, and an exercise whose solution the page shows.
  await editor.getByTestId('question-kind').selectOption('choose');
  await editor.getByTestId('writing-prompt').fill('Which is cheaper?');
  await editor.getByTestId('writing-option-0').fill('MLP');
  await editor.getByTestId('writing-option-1').fill('Attention');
  await editor.getByTestId('option-is-1').selectOption('results');
  await editor.getByTestId('writing-train').check();
  await editor.getByTestId('writing-until').selectOption('step');
  await editor.getByTestId('until-step').fill('40');
  await editor.getByTestId('until-step').press('Enter');
  await editor.getByTestId('writing-patience').fill('-1');
  await editor.getByTestId('writing-patience').press('Enter');
  await expect(editor.getByRole('alert')).toContainText('out of bounds');
  await editor.getByTestId('writing-patience').press('Escape');
  await editor.getByTestId('add-exercise').click();
  await expect(editor.getByTestId('exercise-refused')).toContainText('what the reader begins with');
  await page.getByTestId('chip-0-0').focus();
  await page.keyboard.press('2');
  await editor.getByTestId('add-exercise').click();
  await editor.getByTestId('requirement-0-ask').selectOption('layersOf');
  await editor.getByTestId('requirement-0-hint').fill('Take one away.');

  // Order by key and by button; a removal is undone.
  await editor.getByTestId('step-1').press('Alt+ArrowUp');
  await expect(editor.getByTestId('step-0')).toContainText('What it costs');
  await editor.getByTestId('step-down-0').click();
  await expect(editor.getByTestId('step-1')).toContainText('What it costs');
  await editor.getByTestId('remove-step').click();
  await expect(editor.getByTestId('step-1')).toHaveCount(0);
  await editor.getByTestId('undo-removal').click();
  await expect(editor.getByTestId('step-1')).toContainText('What it costs');
  for (const size of [
    { width: 390, height: 844 },
    { width: 1280, height: 720 },
  ]) {
    await page.setViewportSize(size);
    await expectNothingSticksOut(page);
  }
  await expectAccessibleInBothThemes(page);

  const saving = page.waitForEvent('download');
  await editor.getByTestId('save-lesson').click();
  const text = readFileSync(await (await saving).path());
  const lesson = parseLesson(JSON.parse(text.toString()));
  expect(lesson.steps.map(({ title }) => title)).toEqual([
    { en: 'The maps' },
    { en: 'What it costs', de: 'Was es kostet' },
  ]);
  expect(lesson.steps[1]).toMatchObject({
    view: { dockTab: 'costs' },
    marks: ['tab:costs'],
    question: {
      prompt: { en: 'Which is cheaper?' },
      options: [
        { text: { en: 'MLP' }, right: true },
        { text: { en: 'Attention' }, right: [{ is: 'above' }] },
      ],
    },
    train: { until: { step: 40 }, patience: 60 },
    exercise: {
      requirements: [{ ask: 'layersOf', variant: 'standard', atMost: 1, hint: { en: 'Take one away.' } }],
      solution: [{ do: 'setVariant', layer: 0, variant: 'mlp' }, { do: 'rename' }],
    },
  });
  await editor.getByTestId('lesson-link').click();
  const link = await editor.getByTestId('lesson-link-text').inputValue();

  // Tried: the step that is edited is on the page as a reader has it.
  await editor.getByTestId('step-0').click();
  await editor.getByTestId('try-lesson').click();
  await expect(page.getByTestId('step-title')).toHaveText('The maps');
  await expect(page.getByTestId('tab-maps')).toHaveAttribute('aria-selected', 'true');
  await page.getByTestId('lesson-next').click();
  await expect(page.getByTestId('step-title')).toHaveText('What it costs');
  await expect(page.getByTestId('tab-costs')).toHaveAttribute('aria-selected', 'true');

  // A reload keeps the draft, and the try of it.
  await page.reload();
  await expect(page.getByTestId('step-title')).toHaveText('What it costs');
  await drop(page, 'lesson.json', text);
  await expect(page.getByTestId('import-status')).toContainText('a lesson of 2 steps');
  await expect(editor.getByTestId('step-1')).toContainText('What it costs');

  // What cannot be opened says what it is.
  await drop(page, 'cut.json', text.subarray(0, text.length - 40));
  await expect(page.getByTestId('import-error')).toContainText('may be cut off');
  await drop(page, 'later.json', Buffer.from(text.toString().replace('"version": 1', '"version": 99')));
  await expect(page.getByTestId('import-error')).toContainText('later version');

  // Opens the link of the lesson in another page.
  await page.goto(link);
  await expect(page.getByTestId('step-title')).toHaveText('The maps');
  expect(page.url()).not.toContain('#');
});
