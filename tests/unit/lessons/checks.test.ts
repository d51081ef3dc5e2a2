// npm run lessons: every lesson of the lab is without faults, and each kind of fault is found.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { checkLessons } from '../../../src/headless/lessons/checkLessons';
import { lessonFiles } from '../../../src/headless/lessons/lessonFiles';
import { languageGaps } from '../../../src/headless/lessons/lessonTexts';
import { lessons } from '../../../src/lessons';
import { estimatedMinutes } from '../../../src/lessons/minutes';
import { actions } from '../../../src/ui/actions';
import { panels } from '../../../src/ui/panels';
import { lessonFile, small } from './lesson';

const page = { panels: panels.map(({ id }) => id), actions: actions.map(({ id }) => id) };
const folder = mkdtempSync(join(tmpdir(), 'attention-lab-lessons-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('finds no fault in the lessons of the lab', () => {
  expect(checkLessons(page).faults).toEqual([]);
});

it.each(lessons.map((lesson) => [lesson.id, lesson] as const))(
  'the lesson %s is whole in every language, asks two predictions, and has an exercise',
  (_, lesson) => {
    expect(languageGaps(lesson)).toEqual([]);
    expect(lesson.steps.filter(({ question }) => question).length).toBeGreaterThanOrEqual(2);
    expect(lesson.steps.filter(({ exercise }) => exercise).length).toBeGreaterThanOrEqual(1);
  },
);

type Json = ReturnType<typeof JSON.parse>;
/** The small lesson without its training, which has no recording, and with a change. */
function faultsOf(change: (lesson: Json) => void): string {
  const lesson: Json = structuredClone(lessonFile);
  delete lesson.steps[1].train;
  change(lesson);
  writeFileSync(join(folder, 'small.json'), JSON.stringify(lesson));
  return checkLessons(page, lessonFiles(folder)).faults.join('\n');
}

it('finds none in a small one', () => expect(faultsOf(() => {})).toBe(''));

const exercise = (...solution: Json[]) => ({
  requirements: [{ ask: 'task', id: 'none', hint: { en: 'Try.' } }],
  solution,
});
it.each([
  ['a file of another name', (l: Json) => (l.id = 'other'), 'its name is to be other.json'],
  ['a damaged file', (l: Json) => (l.minutes = 0), 'small.json: It is damaged, at minutes'],
  [
    'an experiment that no step uses',
    (l: Json) => (l.experiments.x = { ready: 'recall' }),
    'uses the experiment "x"',
  ],
  [
    'a ready experiment that is not there',
    (l: Json) => (l.experiments.second.ready = 'x'),
    'no ready experiment "x"',
  ],
  ['a panel', (l: Json) => (l.steps[0].marks = ['panel:nothing']), 'nothing on the page is "panel:nothing"'],
  ['an action', (l: Json) => (l.steps[0].marks = ['action:nothing']), '"action:nothing"'],
  ['a tab', (l: Json) => (l.steps[0].marks = ['tab:nothing']), '"tab:nothing"'],
  ['a run', (l: Json) => (l.steps[0].marks = ['run:c']), '"run:c"'],
  ['a layer', (l: Json) => (l.steps[0].marks = ['layer:a:2']), '"layer:a:2"'],
  ['a map', (l: Json) => (l.steps[0].marks = ['map:0:2']), '"map:0:2"'],
  ['a run of the view', (l: Json) => (l.steps[0].view.runId = 'c'), 'the view names the run "c"'],
  ['a run of an edit', (l: Json) => (l.steps[3].edits[0].run = 'c'), 'an edit names the run "c"'],
  [
    'a run of a question',
    (l: Json) => (l.steps[1].question.measure.run = 'c'),
    'the question names the run "c"',
  ],
  [
    'a missing recording',
    (l: Json) => (l.steps[1].train = {}),
    'There is no recordings/lessons/small-train.json',
  ],
  ['other minutes than it takes', (l: Json) => (l.minutes = 9), '"minutes" is to be 1'],
  [
    'an evaluation of nothing',
    (l: Json) => (l.steps[0].evaluate = ['perplexity']),
    'step look: it evaluates, and neither it nor a step before trains',
  ],
  [
    'an evaluation that needs a text',
    (l: Json) => (l.steps[0].evaluate = ['lastWord']),
    'the evaluation "lastWord" needs a text',
  ],
  [
    'a question about what is not evaluated',
    (l: Json) => (l.steps[1].question.measure.of = 'skip'),
    'the question reads the evaluation "skip", which the step does not make',
  ],
  ['an evaluation that there is not', (l: Json) => (l.steps[0].evaluate = ['luck']), 'at steps.0.evaluate.0'],
  [
    'a head that is switched off and not there',
    (l: Json) => (l.steps[0].without = { run: 'a', heads: [[0, 9]] }),
    'it switches off a layer or a head that is not there',
  ],
  ['what switches nothing off', (l: Json) => (l.steps[0].without = { run: 'a' }), 'it switches nothing off'],
  [
    'a task of an exercise',
    (l: Json) => (l.steps[3].exercise = exercise({ do: 'addLayer', run: 'a' })),
    'no task "none"',
  ],
  [
    'a solution that is no experiment',
    (l: Json) => (l.steps[3].exercise = exercise({ do: 'set', to: { steps: -1 } })),
    'small: steps',
  ],
])('finds %s', (_, change, sentence) => expect(faultsOf(change)).toContain(sentence));

it('marks of what is there are none', () => {
  const marks = ['part:dock', 'panel:attention', 'tab:maps', 'action:train', 'layer:a:1', 'map:1:1'];
  expect(faultsOf((l) => (l.steps[0].marks = marks))).toBe('');
});

it('counts what is missing in a language, and the minutes of reading, waiting and answering', () => {
  const lesson = small();
  expect(languageGaps(lesson)).toEqual([
    '13 of 13 texts are not there in de.',
    '13 of 13 texts are not there in zh.',
  ]);
  lesson.title.de = 'Klein';
  expect(languageGaps(lesson)[0]).toContain('12 of 13');
  const before = estimatedMinutes(lesson);
  lesson.steps[0]!.body.en += ' word'.repeat(200);
  lesson.steps[0]!.notes = { en: 'word '.repeat(200) };
  lesson.steps[1]!.train = { patience: 120 };
  lesson.steps[1]!.evaluate = ['perplexity'];
  // The small lesson's own training waits for a minute.
  expect(estimatedMinutes(lesson) - before).toBeCloseTo(1 + 1 + 20 / 60, 10);
});
