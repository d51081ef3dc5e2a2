// Lessons as data: each step's stage, what their files name, and how predictions and exercises are judged.
import { existsSync, readFileSync } from 'node:fs';
import { range } from 'es-toolkit';
import { describe, expect, it } from 'vitest';
import { inRoot } from '../../scripts/lib/paths.mjs';
import { lessonFaults, missingTexts } from '../../src/headless/lessons/checkLesson';
import { lessons } from '../../src/lessons';
import { edited } from '../../src/lessons/edits';
import { type Exercise, gradeBest } from '../../src/lessons/exercise';
import type { Outcome } from '../../src/lessons/measures';
import { interpolated, measureValue } from '../../src/lessons/measures';
import {
  answerHolds,
  firstAnswer,
  type Question,
  questionTruth,
  readAnswer,
} from '../../src/lessons/questions';
import { knots, meanDistance } from '../../src/lessons/questions/curve';
import { pairsSwapped } from '../../src/lessons/questions/rank';
import { type Lesson, parseLesson, readLesson } from '../../src/lessons/schema';
import { stageAt } from '../../src/lessons/stage';
import { textIn } from '../../src/lessons/text';
import { encodeCapture } from '../../src/measure/capture';
import { Series } from '../../src/runtime/series';
import { actions } from '../../src/ui/actions';
import { dock, panels, rail } from '../../src/ui/panels';

const readSite = (path: string) => {
  const file = inRoot('public', ...path.split('/'));
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
};

const mixing = lessons.find(({ id }) => id === 'mixing') as Lesson;

/** A lesson of three steps about the ready experiment "mixing". */
const small = (change: (steps: Record<string, unknown>[]) => void = () => {}): unknown => {
  const steps: Record<string, unknown>[] = ['one', 'two', 'three'].map((id) => ({
    id,
    title: { en: id },
    body: { en: id },
  }));
  Object.assign(steps[0] as object, { experiment: 'mixing', view: { unit: 'accuracy', logSteps: true } });
  change(steps);
  const { steps: _, ...rest } = mixing;
  return { ...rest, experiments: { mixing: { ready: 'mixing' } }, steps };
};

describe.each(lessons.map((lesson) => [lesson.id, lesson] as const))('the lesson %s', (_, lesson) => {
  it('names what is there, and has recordings of its experiments', () => {
    expect(lessonFaults(lesson, readSite)).toEqual([]);
  });
  it('is whole in every language', () => {
    expect(missingTexts(lesson)).toEqual({ en: 0, de: 0, zh: 0 });
  });
  it('asks at least two predictions, and ends in an exercise', () => {
    expect(lesson.steps.filter(({ question }) => question).length).toBeGreaterThanOrEqual(2);
    expect(lesson.steps.filter(({ exercise }) => exercise).length).toBeGreaterThanOrEqual(1);
  });
  it('points at panels, tabs and actions of the registries', () => {
    const known = new Set([
      ...panels.map(({ id }) => `panel:${id}`),
      ...[...rail, ...dock].map(({ id }) => `tab:${id}`),
      ...actions.map(({ id }) => `action:${id}`),
    ]);
    const marks = lesson.steps
      .flatMap((step) => step.marks ?? [])
      .filter((mark) => /^(panel|tab|action):/.test(mark));
    expect(marks.filter((mark) => !known.has(mark))).toEqual([]);
  });
});

describe('a stage', () => {
  it('is the same in whatever order steps are entered', () => {
    for (const lesson of lessons) {
      const places = range(lesson.steps.length);
      const forwards = places.map((at) => stageAt(lesson, at));
      const backwards = places.toReversed().map((at) => stageAt(lesson, at));
      expect(backwards.toReversed()).toEqual(forwards);
    }
  });
  it('merges the steps up to it: the last word on each field counts, marks are of one step', () => {
    const lesson = parseLesson(
      small(([first, second, third]) => {
        Object.assign(first as object, { hidden: ['dock'], marks: ['run:mlp'] });
        Object.assign(second as object, { view: { logSteps: false }, hidden: [], locked: ['rail'] });
        Object.assign(third as object, {
          edits: [{ do: 'setVariant', run: 'mlp', layer: 0, variant: 'standard' }],
        });
      }),
    );
    const [first, second, third] = range(3).map((at) => stageAt(lesson, at));
    expect(first).toMatchObject({ hidden: ['dock'], locked: [], marks: ['run:mlp'] });
    expect(first?.view).toMatchObject({ unit: 'accuracy', logSteps: true });
    expect(second).toMatchObject({ hidden: [], locked: ['rail'], marks: [] });
    expect(second?.view).toMatchObject({ unit: 'accuracy', logSteps: false });
    expect(third?.experiment.runs[1]?.layers[0]).toEqual({ variant: 'standard' });
    expect(second?.experiment.runs[1]?.layers[0]).toEqual({ variant: 'mlp' });
  });
  it('shows a training until the experiment changes', () => {
    const lesson = parseLesson(
      small(([first, , third]) => {
        Object.assign(first as object, { train: {} });
        Object.assign(third as object, { edits: [{ do: 'set', to: { seed: 2 } }] });
      }),
    );
    expect(range(3).map((at) => stageAt(lesson, at).trainedIn?.id ?? null)).toEqual([null, 'one', null]);
  });
});

describe('a lesson is refused', () => {
  const refusals: [string, string, RegExp][] = [
    ['what is cut off', '{"format": "attention-lab-le', /not JSON/],
    ['what is something else', '{"format": "attention-lab-recording"}', /no lesson/],
    ['one of a later version', '{"format": "attention-lab-lesson", "version": 99}', /later version/],
  ];
  it.each(refusals)('%s', (_, text, sentence) => expect(() => readLesson(text)).toThrow(sentence));
  it('with an experiment that it lacks, two steps of a name, a mark of nothing, or no first experiment', () => {
    const broken = (change: (steps: Record<string, unknown>[]) => void) => () => parseLesson(small(change));
    expect(broken(([, second]) => Object.assign(second as object, { experiment: 'none' }))).toThrow(/"none"/);
    expect(broken(([, second]) => Object.assign(second as object, { id: 'one' }))).toThrow(/"one"/);
    expect(broken(([first]) => Object.assign(first as object, { marks: ['.css'] }))).toThrow(/names no part/);
    expect(broken(([first]) => delete first?.experiment)).toThrow(/names no experiment/);
  });
  it('with an edit that leaves no experiment', () => {
    const lesson = parseLesson(
      small(([first]) => Object.assign(first as object, { edits: [{ do: 'setModel', to: { heads: 5 } }] })),
    );
    expect(() => stageAt(lesson, 0)).toThrow(/heads/);
  });
});

it('a text is in English where a language lacks it', () => {
  const text = { en: 'a head', de: 'ein Kopf' };
  expect(['en', 'de', 'de-AT', 'zh'].map((language) => textIn(text, language))).toEqual([
    'a head',
    'ein Kopf',
    'ein Kopf',
    'a head',
  ]);
});

/** Two runs of three validations: losses 2, 1, 1.5 and 2, 2, 1.9; accuracies 0.1, 0.5, 0.9 and 0.1 each time. */
const outcome: Outcome = {
  experiment: stageAt(mixing, 0).experiment,
  results: {
    info: {
      vocab: 16,
      parameters: { standard: 50_000, mlp: 70_000 },
      uniformLoss: 2.8,
      chance: 0.125,
      bytesPerToken: null,
    },
    captures: {},
    curves: {
      standard: {
        train: Series.empty,
        validation: Series.of([0, 100, 200], [2, 1, 1.5]),
        accuracy: Series.of([0, 100, 200], [0.1, 0.5, 0.9]),
      },
      mlp: {
        train: Series.empty,
        validation: Series.of([0, 100, 200], [2, 2, 1.9]),
        accuracy: Series.of([0, 100, 200], [0.1, 0.1, 0.1]),
      },
    },
  },
};
const untrained: Outcome = { ...outcome, results: { curves: {}, captures: {}, info: null } };
const prompt = { en: 'What?' };

it('a measure is of the end, the best or a step, in the unit that is shown', () => {
  const of = (change: object) => measureValue({ run: 'standard', of: 'loss', at: 'end', ...change }, outcome);
  expect(of({})).toBe(1.5);
  expect(of({ at: 'best' })).toBe(1);
  expect(of({ at: 150 })).toBe(1);
  expect(of({ of: 'perplexity' })).toBeCloseTo(Math.exp(1.5), 12);
  expect(of({ of: 'accuracy', at: 'best' })).toBe(90);
  expect(of({ run: 'nobody' })).toBeNull();
});

describe('a prediction', () => {
  const higher = (run: string, than: string) => [
    {
      measure: { run, of: 'accuracy' as const, at: 'end' as const },
      is: 'above' as const,
      than: { run: than, of: 'accuracy' as const, at: 'end' as const },
    },
  ];
  const questions: Record<string, { question: Question; right: unknown; wrong: unknown }> = {
    choose: {
      question: {
        kind: 'choose',
        prompt,
        options: [
          { text: { en: 'MLP' }, right: higher('mlp', 'standard') },
          { text: { en: 'Standard' }, right: higher('standard', 'mlp') },
        ],
      },
      right: 1,
      wrong: 0,
    },
    rank: {
      question: { kind: 'rank', prompt, runs: ['mlp', 'standard'], by: { of: 'loss', at: 'best' } },
      right: ['standard', 'mlp'],
      wrong: ['mlp', 'standard'],
    },
    number: {
      question: {
        kind: 'number',
        prompt,
        measure: { run: 'standard', of: 'accuracy', at: 'end' },
        from: 0,
        to: 100,
        step: 1,
        tolerance: 5,
      },
      right: 86,
      wrong: 84,
    },
    curve: {
      question: {
        kind: 'curve',
        prompt,
        run: 'mlp',
        of: 'accuracy',
        steps: 200,
        from: 0,
        to: 100,
        tolerance: 2,
      },
      right: Array(knots).fill(11.9),
      wrong: Array(knots).fill(12.1),
    },
  };
  it.each(Object.entries(questions))(
    'of the kind "%s" is held against the results',
    (_, { question, right, wrong }) => {
      expect(answerHolds(question, right as never, outcome)).toBe(true);
      expect(answerHolds(question, wrong as never, outcome)).toBe(false);
      expect(answerHolds(question, right as never, untrained)).toBeNull();
      expect(questionTruth(question, untrained)).toBeNull();
      expect(readAnswer(question, right)).toEqual(right);
      expect(readAnswer(question, 'nothing')).toBeNull();
      const first = firstAnswer(question);
      if (first !== null) expect(readAnswer(question, first)).toEqual(first);
    },
  );
  it('of a cell is the key with the most weight of its row', () => {
    const T = 3;
    const rows = [1, 0, 0, 0.25, 0.75, 0, 0.5, 0.2, 0.3];
    const layer = { map: Float32Array.from(rows), indicators: null, scores: null, headScores: null };
    const capture = encodeCapture(
      { tokens: ['a', 'b', 'c'], heads: 1, cut: false, unknown: [], layers: [layer] } as never,
      5,
      'abc',
    );
    const captured = {
      ...outcome,
      results: { ...outcome.results, captures: { standard: [capture as never] } },
    };
    const question = {
      kind: 'cell',
      prompt,
      run: 'standard',
      layer: 0,
      head: 0,
      tokens: ['a', 'b', 'c'],
      query: T - 1,
    } as const;
    const truth = questionTruth({ ...question, tokens: [...question.tokens] }, captured) as {
      key: number;
      weights: number[];
    };
    expect(truth.key).toBe(0);
    expect(truth.weights.map((weight) => Math.round(10 * weight))).toEqual([5, 2, 3]);
  });
  it('tells how far off it is', () => {
    expect(interpolated({ steps: [0, 100], values: [0, 1] }, 25)).toBe(0.25);
    expect(interpolated({ steps: [0, 100], values: [0, 1] }, 150)).toBe(1);
    const curve = {
      kind: 'curve',
      prompt,
      run: 'mlp',
      of: 'accuracy',
      steps: 200,
      from: 0,
      to: 100,
      tolerance: 2,
    } as const;
    expect(meanDistance(curve, Array(knots).fill(15), { steps: [0, 200], values: [10, 10] })).toBe(5);
    expect(pairsSwapped(['c', 'b', 'a'], [{ run: 'a' }, { run: 'b' }, { run: 'c' }])).toEqual([3, 3]);
    expect(pairsSwapped(['b', 'a', 'c'], [{ run: 'a' }, { run: 'b' }, { run: 'c' }])).toEqual([1, 3]);
  });
});

describe('an exercise', () => {
  const hint = { en: 'Look again.' };
  const exercise: Exercise = {
    requirements: [
      { ask: 'task', id: 'recall', hint },
      { ask: 'layersOf', variant: 'standard', atMost: 1, hint },
      { ask: 'parameters', below: 60_000, hint },
      { ask: 'steps', atMost: 600, hint },
      { ask: 'reaches', of: 'accuracy', bound: 85, hint },
    ],
    solution: [{ do: 'setVariant', run: 'standard', layer: 0, variant: 'rndEmbQK' }],
  };
  it('is solved by one run that meets all of it', () => {
    expect(gradeBest(exercise, outcome).solved).toBe(false);
    const experiment = edited(outcome.experiment, exercise.solution);
    const best = gradeBest(exercise, { ...outcome, experiment });
    expect(best).toMatchObject({ run: { id: 'standard' }, solved: true });
  });
  it('is open before anything is trained, but for what the stacks tell', () => {
    const experiment = edited(outcome.experiment, exercise.solution);
    const { graded, solved } = gradeBest(exercise, { ...untrained, experiment });
    expect(solved).toBe(false);
    expect(graded.map(({ holds }) => holds)).toEqual([true, true, null, true, null]);
  });
});
