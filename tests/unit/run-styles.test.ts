// A run keeps its style for as long as it is there, whatever becomes of the others.
import { expect, it, test } from 'vitest';
import { createApp } from '../../src/app/app';
import { mostReadOnlyRuns } from '../../src/app/files/readOnly/run';
import { Random } from '../../src/data/random';
import { branchRun } from '../../src/experiment/branches';
import { defaultExperiment } from '../../src/experiment/defaults';
import {
  addRun,
  duplicateRun,
  removeRun,
  renameRun,
  setStyle,
  type Transition,
} from '../../src/experiment/edit';
import { freeStyle, freeStyleElsewhere, looksOf, styleOf, stylesOf } from '../../src/experiment/runStyles';
import { type Experiment, limits, parseExperiment } from '../../src/experiment/schema';
import { addSeeds } from '../../src/experiment/seedRuns';
import { runStyle } from '../../src/ui/runStyle';
import { inProcess } from '../support/inProcess';
import { seed } from '../support/seed';

const start = defaultExperiment();
const styles = (e: Experiment) => Object.fromEntries(e.runs.map(({ id }) => [id, styleOf(e.runs, id)]));

test('runs have the styles of their places, and say nothing of it, until one is moved', () => {
  expect(stylesOf(start.runs)).toEqual([0, 1, 2]);
  for (const run of addRun(addRun(start)).runs) expect(run).not.toHaveProperty('style');
});

const changes: Record<string, Transition> = {
  'is copied': duplicateRun('standard'),
  'is trained at three seeds': addSeeds('standard', 3),
  'gets a branch': branchRun('standard', 10),
  'is removed': removeRun('standard'),
  'is renamed': renameRun('standard', 'A'),
  'gets a style': setStyle('standard', 2),
};
it.each(Object.entries(changes))('where another %s, a run keeps its style', (_what, change) => {
  const after = change(start);
  expect(styles(after)).toMatchObject({ relaxed: 1, hybrid: 2 });
  expect(parseExperiment(after).ok).toBe(true);
});

it('is new in the first style that no run has: a copy, a branch and a seed are in one of their own', () => {
  expect(stylesOf(duplicateRun('standard')(start).runs)).toEqual([0, 3, 1, 2]);
  expect(stylesOf(branchRun('relaxed', 10)(start).runs)).toEqual([0, 1, 3, 2]);
  expect(stylesOf(addSeeds('standard', 3)(start).runs)).toEqual([0, 3, 4, 1, 2]);
  expect(stylesOf(addRun(removeRun('standard')(start)).runs)).toEqual([1, 2, 0]);
  // A style that two runs share leaves one free.
  expect(stylesOf(addRun(setStyle('relaxed', 0)(start)).runs)).toEqual([0, 0, 2, 1]);
});

test('where every style is taken, the one that is taken least is next', () => {
  const all = Array.from({ length: limits.styles }, (_, style) => style);
  expect(freeStyle([])).toBe(0);
  expect(freeStyle(all)).toBe(0);
  expect(freeStyle([...all, 0, 1])).toBe(2);
});

test('runs of elsewhere are told from each other and from any that the experiment can have', () => {
  const own = stylesOf(start.runs);
  const taken = [...own];
  for (let n = 0; n < mostReadOnlyRuns; n++) taken.push(freeStyleElsewhere(taken));
  const looks = taken.map((style) => {
    const { colour, mark } = looksOf(style);
    return `${colour} ${mark}`;
  });
  expect(new Set(looks).size).toBe(taken.length);
  for (const { colour, mark } of taken.slice(own.length).map(looksOf)) expect(colour).not.toBe(mark);
  // As long as there are colours and marks that no run has, they are the first.
  const first = taken.slice(0, limits.styles).map(looksOf);
  expect(new Set(first.map(({ colour }) => colour)).size).toBe(limits.styles);
  expect(new Set(first.map(({ mark }) => mark)).size).toBe(limits.styles);
  for (const dark of [true, false]) {
    const drawn = taken.map((style) => JSON.stringify(runStyle(style, dark)));
    expect(new Set(drawn).size).toBe(taken.length);
  }
});

test('of any edits one after the other, each leaves the styles of the others alone', () => {
  const random = new Random(seed);
  let e = start;
  for (let n = 0; n < 400; n++) {
    const { id } = e.runs[random.int(e.runs.length)]!;
    const edits = [duplicateRun(id), removeRun(id), addRun, branchRun(id, 10), addSeeds(id, 2)];
    const parsed = parseExperiment(edits[random.int(edits.length)]!(e));
    // Too many runs, or none, or a branch of a run that is gone.
    if (!parsed.ok) continue;
    const [before, after] = [styles(e), styles(parsed.experiment)];
    for (const [run, style] of Object.entries(after))
      if (run in before) expect(style).toBe(before[run]);
      else expect(Object.values(after).filter((other) => other === style)).toHaveLength(1);
    e = parsed.experiment;
    for (const [place, { style }] of e.runs.entries()) expect(style).not.toBe(place);
  }
});

test('undo and redo bring styles back, and the choice of one is named', () => {
  const { document } = createApp(inProcess());
  const { experiment, history } = document;
  const now = () => experiment.getState().experiment;
  const stop = history.watch();
  experiment.getState().update(setStyle('relaxed', 6));
  experiment.getState().update(duplicateRun('standard'));
  experiment.getState().update(removeRun('relaxed'));
  const last = now();
  const labels = history.state.getState().past.map(({ label }) => label().replaceAll(/[⁨⁩]/g, ''));
  expect(labels[0]).toBe('Changed the colour and mark of “All non-approximate”.');
  history.undo();
  expect(styles(now())).toMatchObject({ standard: 0, relaxed: 6, hybrid: 2 });
  history.undo();
  history.undo();
  expect(now()).toEqual(start);
  for (let n = 0; n < 3; n++) history.redo();
  expect(now()).toEqual(last);
  stop();
});
