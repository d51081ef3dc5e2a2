// Writing a lesson: steps from what the page shows, in any order, each showing what it did.
import { describe, expect, it } from 'vitest';
import { defaultView } from '../../src/document/view';
import { defaultExperiment } from '../../src/experiment/defaults';
import { addRun, chooseTask, setModel, setVariant } from '../../src/experiment/edit';
import { parseLesson } from '../../src/lessons/schema';
import { experimentAt, stageAt } from '../../src/lessons/stage';
import {
  editsBetween,
  movedStep,
  newLesson,
  shownAnew,
  withoutStep,
  withStep,
  withStepText,
} from '../../src/lessons/writing';

const first = defaultExperiment();
const run = first.runs[0]!.id;
const second = setVariant(run, 0, 'mlp')(first);
const third = addRun(chooseTask('recall')(first));

function threeSteps() {
  const one = newLesson('mine', 'Mine', 'One', { experiment: first, view: defaultView });
  const two = withStep(one, 0, 'Two', { experiment: second, view: { ...defaultView, dockTab: 'costs' } });
  return withStep(two, 1, 'Three', { experiment: third, view: { ...defaultView, unit: 'accuracy' } });
}

const shown = (lesson: ReturnType<typeof threeSteps>) =>
  Object.fromEntries(
    lesson.steps.map((step, at) => {
      const { view } = stageAt(lesson, at);
      return [step.title.en, [experimentAt(lesson, at), view.dockTab, view.unit]];
    }),
  );

describe('a lesson that is written on the page', () => {
  it('is one that the lab reads, and shows what was seen', () => {
    const lesson = threeSteps();
    expect(parseLesson(JSON.parse(JSON.stringify(lesson)))).toEqual(lesson);
    expect(shown(lesson)).toEqual({
      One: [first, 'maps', 'loss'],
      Two: [second, 'costs', 'loss'],
      Three: [third, 'maps', 'accuracy'],
    });
    expect(lesson.steps[1]).toMatchObject({
      edits: [{ do: 'setVariant', run, layer: 0, variant: 'mlp' }, {}],
    });
  });

  it('shows the same in each step, wherever it is moved', () => {
    const lesson = threeSteps();
    for (const from of [0, 1, 2])
      for (const to of [0, 1, 2]) {
        const moved = movedStep(lesson, from, to);
        expect(shown(moved)).toEqual(shown(lesson));
        expect(moved.steps[to]!.id).toBe(lesson.steps[from]!.id);
        expect(parseLesson(JSON.parse(JSON.stringify(moved)))).toEqual(moved);
      }
  });

  it('shows the same in the others where one is removed or shown anew; the last stays', () => {
    const lesson = threeSteps();
    const { Two: _, ...others } = shown(lesson);
    expect(shown(withoutStep(lesson, 1))).toEqual(others);
    const anew = shownAnew(lesson, 0, { experiment: third, view: defaultView });
    expect(shown(anew)).toEqual({ ...shown(lesson), One: [third, 'maps', 'loss'] });
    const one = newLesson('mine', 'Mine', 'One', { experiment: first, view: defaultView });
    expect(withoutStep(one, 0)).toBe(one);
  });

  it('keeps marks of a step, and what it hides, of that step alone', () => {
    const lesson = withStepText(threeSteps(), 1, { marks: ['tab:costs'], hidden: ['rail'] });
    const moved = movedStep(lesson, 1, 0);
    expect(stageAt(moved, 0)).toMatchObject({ marks: ['tab:costs'], hidden: ['rail'] });
    expect(stageAt(moved, 1)).toMatchObject({ marks: [], hidden: [] });
  });
});

describe('edits between two experiments', () => {
  it('lead from one to the other, or there are none', () => {
    expect(editsBetween(first, first)).toEqual([]);
    expect(editsBetween(first, setModel({ ffn: 64 })(first))).toEqual([{ do: 'setModel', to: { ffn: 64 } }]);
    expect(editsBetween(first, third)).toBeNull();
  });
});
