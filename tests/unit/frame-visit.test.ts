// @vitest-environment happy-dom
/** What a tab keeps of a frame is there again, and what cannot be read is as if there were nothing. */
import { afterEach, expect, test } from 'vitest';
import { type FrameVisit, keepFrame, keptFrame, readKept, writeKept } from '../../src/app/frame/frameVisit';
import { defaultView } from '../../src/document/view';
import { defaultExperiment } from '../../src/experiment/defaults';
import { noResults, type Results } from '../../src/runtime/runReducer';
import { Series } from '../../src/runtime/series';

afterEach(() => sessionStorage.clear());

const experiment = defaultExperiment();
const [run] = experiment.runs;
const id = run?.id as string;
const results: Results = {
  ...noResults,
  state: 'finished',
  info: { vocab: 81, parameters: { [id]: 1000 }, uniformLoss: 4.4, chance: 0.01, bytesPerToken: 1 },
  curves: {
    [id]: {
      train: Series.of([1, 2, 3], [4.5, 4.25, 4]),
      validation: Series.of([3], [4.125]),
      accuracy: Series.empty,
    },
  },
};

test('keeps curves and figures, as a recording that trains from its start', () => {
  const kept = readKept(
    writeKept({ experiment, view: { ...defaultView, unit: 'perplexity' }, results }, true),
  );
  expect(kept.experiment).toEqual(experiment);
  expect(kept.view.unit).toBe('perplexity');
  expect(kept.results.recorded).toBe(true);
  expect(kept.results.progress?.step).toBe(3);
  expect(kept.results.checkpoints).toEqual({});
  expect([...(kept.results.curves[id]?.train.values ?? [])]).toEqual([4.5, 4.25, 4]);
  expect(kept.results.info).toMatchObject({ vocab: 81, uniformLoss: 4.4 });
});

test('keeps what was not trained as untrained', () => {
  const kept = readKept(writeKept({ experiment, view: defaultView, results: noResults }, true));
  expect(kept.results).toEqual(noResults);
});

const visit: FrameVisit = {
  version: 1,
  page: null,
  lesson: { id: 'mixing', at: 2, answers: { predict: { value: 12.5, locked: true } }, steps: {} },
};

test('is of one link alone', () => {
  expect(keepFrame('?embed&lesson=mixing', visit)).toBe(true);
  expect(keptFrame('?embed&lesson=mixing')).toEqual(visit);
  expect(keptFrame('?embed&lesson=mixing&frame=2')).toBeNull();
});

test.each([
  '',
  '{',
  'null',
  '[]',
  '{"version": 2, "page": null, "lesson": null}',
  '{"version": 1, "page": 1}',
])('begins anew with “%s”', (text) => {
  keepFrame('?embed', visit);
  sessionStorage.setItem(sessionStorage.key(0) as string, text);
  expect(keptFrame('?embed')).toBeNull();
});

test('a damaged experiment is refused', () => {
  const text = writeKept({ experiment, view: defaultView, results }, true);
  for (const damaged of ['', text.slice(0, -20), text.replace('"runs"', '"walks"')])
    expect(() => readKept(damaged)).toThrow();
});
