// The stage of a step is the merge of all steps up to it, whichever way it is entered.
import { expect, it } from 'vitest';
import { readyExperiments } from '../../../src/experiment/ready';
import { edited, editSchema, type LessonEdit } from '../../../src/lessons/edits';
import { recordingPath, stageAt } from '../../../src/lessons/stage';
import { experiment, small } from './lesson';

const places = small().steps.map((_, at) => at);

it('is the same going on, going back and cold', () => {
  const lesson = small();
  const onward = places.map((at) => stageAt(lesson, at));
  const back = [...places].reverse().map((at) => stageAt(lesson, at));
  expect(back.reverse()).toEqual(onward);
  expect(places.map((at) => stageAt(small(), at))).toEqual(onward);
  // Nothing that is made of a lesson changes it.
  expect(lesson).toEqual(small());
});

it('merges view, hidden and locked parts, has marks of its own step alone, and edits since the experiment was named', () => {
  const [look, train, see, edit, other] = places.map((at) => stageAt(small(), at));
  expect(look).toMatchObject({ hidden: ['dock'], locked: ['rail'], marks: ['run:a'], trainedIn: null });
  expect(look?.view).toMatchObject({ railTab: 'data', runId: 'b', layer: 1, dockTab: 'maps' });
  expect(train).toMatchObject({ hidden: [], locked: ['rail'], marks: [], trainedIn: null });
  expect(see?.view).toMatchObject({ railTab: 'data', runId: 'b', dockTab: 'results' });
  expect(see?.trainedIn?.id).toBe('train');
  expect(see?.experiment).toEqual(experiment);
  expect(edit?.experiment.runs[1]?.layers.map(({ variant }) => variant)).toEqual(['standard', 'mlp']);
  // What was trained is of another experiment than that of the edit.
  expect(edit?.trainedIn).toBeNull();
  expect(other).toMatchObject({ locked: [], trainedIn: null });
  expect(other?.experiment).toEqual(readyExperiments.find(({ id }) => id === 'mixing')?.experiment);
  // The run is not in that experiment.
  expect(other?.view.runId).toBeNull();
});

it('plays the recording of a ready experiment where it trains alike, else its own', () => {
  const lesson = small();
  const [, train, , , other] = lesson.steps;
  expect(recordingPath(lesson, train!)).toBe('recordings/lessons/small-train.json');
  expect(recordingPath(lesson, other!)).toBe('recordings/mixing.json');
});

it('says where a step, an experiment or a ready experiment is not there', () => {
  const lesson = small();
  expect(() => stageAt(lesson, 9)).toThrow('The lesson has 5 steps; there is no step 10.');
  lesson.experiments.second = { ready: 'none' };
  expect(() => stageAt(lesson, 4)).toThrow('There is no ready experiment "none".');
});

it('makes the edits of the app by their names', () => {
  const edits: LessonEdit[] = [
    { do: 'addLayer', run: 'a' },
    { do: 'setVariant', run: 'a', layer: 0, variant: 'rndEmbQK' },
    { do: 'headsOff', run: 'a', heads: [[2, 1]] },
    { do: 'removeLayer', run: 'a', layer: 1 },
    { do: 'rename', run: 'a', name: 'Mine' },
    { do: 'duplicate', run: 'b' },
    { do: 'remove', run: 'b' },
    { do: 'setModel', to: { dModel: 16 } },
    { do: 'set', to: { steps: 7 } },
    { do: 'setKnob', knob: 'values', value: 4 },
  ];
  const after = edited(
    experiment,
    edits.map((one) => editSchema.parse(one)),
  );
  expect(after).toMatchObject({
    steps: 7,
    model: { dModel: 16 },
    task: { id: 'recall', knobs: { values: 4 } },
  });
  expect(after.runs.map(({ name }) => name)).toEqual(['Mine', 'B copy']);
  expect(after.runs[0]?.layers.map(({ variant }) => variant)).toEqual(['rndEmbQK', 'standard']);
  // The head moved down with its layer.
  expect(after.runs[0]?.overrides).toEqual({ headsOff: [[1, 1]] });
  expect(edited(experiment, [{ do: 'chooseTask', task: 'lookBack' }]).task?.id).toBe('lookBack');
  expect(
    edited(experiment, [
      { do: 'place', run: 'b', placement: 'first', variant: 'rndEmbQK' },
    ]).runs[1]?.layers.map(({ variant }) => variant),
  ).toEqual(['standard', 'rndEmbQK']);
});

it('refuses edits that leave no experiment', () => {
  expect(() =>
    edited(experiment, [
      { do: 'remove', run: 'a' },
      { do: 'remove', run: 'b' },
    ]),
  ).toThrow();
  expect(() => edited(experiment, [{ do: 'set', to: { steps: -1 } }])).toThrow(/steps/i);
});
