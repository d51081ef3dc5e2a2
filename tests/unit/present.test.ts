// @vitest-environment happy-dom
// What the space key does in the hall, what the room chose, what a reload keeps, and what the two windows hear.
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { type LessonState, noLesson } from '../../src/app/lessons/lessonState';
import { messageSchema } from '../../src/app/present/messages';
import { isLocalAddress, linkOfStep } from '../../src/app/present/presentAddress';
import { chosenByRoom, firstPresent, keepPresent } from '../../src/app/present/presentState';
import { spaceAct } from '../../src/app/present/spaceKey';
import type { RunsState } from '../../src/app/session/runsStore';
import { formatStopwatch } from '../../src/format/times';
import { lessons } from '../../src/lessons';
import { stageAt } from '../../src/lessons/stage';

const mixing = lessons.find(({ id }) => id === 'mixing') as (typeof lessons)[number];
const at = (step: string, rest: Partial<LessonState> = {}): LessonState => {
  const place = mixing.steps.findIndex(({ id }) => id === step);
  const open = { lesson: mixing, at: place, stage: stageAt(mixing, place) };
  return { ...noLesson, open, hasRecording: true, ...rest };
};
const runs = (state: RunsState['state'], recorded = false) =>
  ({ state, recorded, progress: null, curves: {} }) as unknown as RunsState;
const predicted = { answers: { predict: { value: 10, locked: true } } };

const context = lessons.find(({ id }) => id === 'context') as (typeof lessons)[number];

describe('the space key', () => {
  it('evaluates where the step does, once it is predicted and trained', () => {
    const place = context.steps.findIndex(({ evaluate }) => evaluate);
    const { id, evaluate = [] } = context.steps[place]!;
    const open = { lesson: context, at: place, stage: stageAt(context, place) };
    const answers = { [id]: { value: 0, locked: true } };
    const recorded = { ...runs('paused', true), failures: {}, evaluations: {} };
    expect(spaceAct({ ...noLesson, open }, recorded, null)).toBe('lockIn');
    expect(spaceAct({ ...noLesson, open, answers }, recorded, null)).toBe('evaluate');
    const outcomes = Object.fromEntries(evaluate.map((one) => [one, { metrics: {} }]));
    const evaluations = Object.fromEntries(
      open.stage.experiment.runs.map((run) => [run.id, { step: 300, outcomes }]),
    );
    expect(spaceAct({ ...noLesson, open, answers }, { ...recorded, evaluations }, null)).toBe('nothing');
  });
  it('trains where there is no recording, however long it takes', () => {
    expect(spaceAct(at('predict', { ...predicted, hasRecording: false }), runs('empty'), 1e6)).toBe('train');
  });

  it('locks in before anything trains', () => {
    expect(spaceAct(at('predict'), runs('empty'), null)).toBe('lockIn');
    expect(
      spaceAct(at('predict', { answers: { predict: { value: 10, locked: false } } }), runs('empty'), null),
    ).toBe('lockIn');
    expect(spaceAct(at('predict', predicted), runs('empty'), null)).toBe('train');
  });
  it('plays the recording where the training takes longer than the step waits, unless it has begun', () => {
    expect(spaceAct(at('predict', predicted), runs('empty'), 1e6)).toBe('play');
    expect(spaceAct(at('predict', predicted), runs('paused'), 1e6)).toBe('train');
    expect(spaceAct(at('predict', predicted), runs('empty'), 1)).toBe('train');
  });
  it('pauses what trains, and shows all of what plays', () => {
    expect(spaceAct(at('predict', predicted), runs('training'), null)).toBe('pause');
    expect(spaceAct(noLesson, runs('training'), null)).toBe('pause');
    expect(
      spaceAct(at('predict', { ...predicted, playing: { step: 1, steps: 2 } }), runs('paused', true), null),
    ).toBe('showAll');
  });
  it('trains nothing where the step trains nothing, or has', () => {
    expect(spaceAct(at('result'), runs('paused', true), null)).toBe('nothing');
    expect(spaceAct(at('predict', predicted), runs('finished'), null)).toBe('nothing');
    expect(spaceAct(at('exercise'), runs('empty'), null)).toBe('train');
    expect(spaceAct(noLesson, runs('empty'), null)).toBe('train');
    expect(spaceAct(noLesson, runs('finished'), null)).toBe('nothing');
  });
});

it('takes what most of the room chose, the first of several, and nothing of an empty room', () => {
  expect(chosenByRoom([3, 12, 12, 1])).toBe(1);
  expect(chosenByRoom([0, 0])).toBeNull();
  expect(chosenByRoom([])).toBeNull();
});

describe('a reload', () => {
  beforeEach(() => sessionStorage.clear());
  it('keeps the room and the times, and not that the view is shown', () => {
    const first = firstPresent(1000);
    keepPresent({
      ...first,
      shown: true,
      room: { 'mixing/predict': [1, 2] },
      remark: 'lastStep',
      black: true,
    });
    expect(firstPresent(9000)).toEqual({ ...first, room: { 'mixing/predict': [1, 2] }, black: true });
  });
  it('begins anew where what was kept is damaged', () => {
    const first = firstPresent(1000);
    keepPresent({ ...first, room: { x: [-1] } });
    expect(firstPresent(2000)).toMatchObject({ begun: 2000, room: {} });
  });
});

it('hears no message of another kind, or with counts that no room has', () => {
  const counts = { type: 'counts', hall: 'a', counts: [1, 2], shown: true };
  expect(messageSchema.safeParse(counts).success).toBe(true);
  for (const wrong of [
    { ...counts, counts: [1.5] },
    { ...counts, counts: [1, 2, 3, 4, 5, 6, 7] },
    { type: 'do', hall: 'a', command: 'format' },
    { type: 'changed' },
    null,
  ])
    expect(messageSchema.safeParse(wrong).success).toBe(false);
});

it('links to a step without what only the hall has in its address, and tells an address of this machine', () => {
  // An app of the next file would enter this lesson.
  const before = location.href;
  onTestFinished(() => history.replaceState(null, '', before));
  history.replaceState(null, '', '?present&lesson=mixing&step=1');
  const link = new URL(linkOfStep({ id: 'mixing', at: 2 }));
  expect(link.search).toBe('?lesson=mixing&step=3');
  expect(
    ['http://localhost:5173/', 'http://127.0.0.1/lab/', 'file:///lab/index.html'].map(isLocalAddress),
  ).toEqual([true, true, true]);
  expect(isLocalAddress('https://example.org/lab/')).toBe(false);
});

it('writes a stopwatch', () => {
  expect([0, 7.9, 754, 3723].map(formatStopwatch)).toEqual(['0:00', '0:07', '12:34', '1:02:03']);
});
