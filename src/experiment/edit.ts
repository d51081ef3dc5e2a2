/**
 * Every change a person can make to an experiment, as a function without side effects; only the id of a new run is drawn at random. The
 * results are unchecked: the schema refuses what is out of bounds (no run left, a width that the heads do not divide). Run ids that are not
 * there change nothing.
 */

import { isEqual } from 'es-toolkit';
import { type Layer, layerOf } from '../attention/layers';
import type { OptionId, VariantId } from '../attention/variants';
import { characterCount, firstCharacters } from '../data/characters';
import { type TaskChoice, taskChoice } from '../data/tasks';
import { uniqueId } from '../platform/random';
import { type Placement, place } from './placements';
import { withRuns, withStyle } from './runStyles';
import { type Experiment, limits, type ModelSettings, type Overrides, type Run } from './schema';
import { firstNames, isMadeName, stackName } from './stackNames';

export type Transition = (experiment: Experiment) => Experiment;

const changeRun =
  (runId: string, change: (run: Run) => Run): Transition =>
  (e) => ({ ...e, runs: e.runs.map((run) => (run.id === runId ? change(run) : run)) });

/** Changes a run, whose name follows its stack until someone writes one. */
const changeStack =
  (runId: string, change: (run: Run) => Run): Transition =>
  (e) => {
    const others = { ...e, runs: e.runs.filter(({ id }) => id !== runId) };
    return changeRun(runId, (run) => {
      const changed = change(run);
      if (isEqual(changed.layers, run.layers) || !isMadeName(run)) return changed;
      return { ...changed, name: freshName(others, stackName(changed.layers)) };
    })(e);
  };

const changeLayer = (runId: string, at: number, change: (layer: Layer) => Layer): Transition =>
  changeStack(runId, (run) => ({
    ...run,
    layers: run.layers.map((layer, l) => (l === at ? change(layer) : layer)),
  }));

/** Gives a layer another variant, each option at its default; its own variant changes nothing. @param layer from 0 */
export const setVariant = (runId: string, layer: number, id: VariantId): Transition =>
  changeLayer(runId, layer, (before) => (before.variant === id ? before : layerOf(id)));

/** Sets an option of a layer. @param layer from 0 */
export const setLayerOption = (runId: string, layer: number, option: OptionId, value: number): Transition =>
  changeLayer(runId, layer, (before) => ({ ...before, [option]: value }));

/** Places a variant in a whole stack, with the options of the first layer that has it already. */
export const placeRun = (runId: string, placement: Placement, id: VariantId): Transition =>
  changeStack(runId, (run) => {
    const placed = run.layers.find(({ variant }) => variant === id) ?? layerOf(id);
    return { ...run, layers: place(placement, placed, run.layers.length) };
  });

/** Renames a run. */
export const renameRun = (runId: string, name: string): Transition =>
  changeRun(runId, (run) => ({ ...run, name }));

/** Gives a run another style, which others may have too. @param style from 0 */
export const setStyle =
  (runId: string, style: number): Transition =>
  (e) => ({
    ...e,
    runs: e.runs.map((run, place) => (run.id === runId ? withStyle(run, style, place) : run)),
  });

/** Adds a copy of the last layer on top. */
export const addLayer = (runId: string): Transition =>
  changeStack(runId, (run) => ({
    ...run,
    layers: [...run.layers, run.layers.at(-1) ?? layerOf('standard')],
  }));

/** Returns a run with these overrides in place of its own, or without any where they are empty. */
export function withOverrides({ overrides: _old, ...run }: Run, { headsOff, ...others }: Overrides): Run {
  const own = { ...others, ...(headsOff && headsOff.length > 0 && { headsOff }) };
  return Object.keys(own).length > 0 ? { ...run, overrides: own } : run;
}

/** Removes a layer; the heads that are switched off in the layers above it move along. @param layer from 0 */
export const removeLayer = (runId: string, layer: number): Transition =>
  changeStack(runId, (run) => {
    const headsOff = (run.overrides?.headsOff ?? [])
      .filter(([l]) => l !== layer)
      .map(([l, head]): [number, number] => [l > layer ? l - 1 : l, head]);
    const layers = run.layers.filter((_, l) => l !== layer);
    return withOverrides({ ...run, layers }, { ...run.overrides, headsOff });
  });

/** Gives a run the layers and overrides that it, or another, has or had. */
export const setStack = (
  runId: string,
  { layers, overrides }: Pick<Run, 'layers' | 'overrides'>,
): Transition => changeStack(runId, (run) => withOverrides({ ...run, layers }, overrides ?? {}));

/** Adds a run of standard layers, as many as the last run has. */
export const addRun: Transition = (e) => {
  const layers = (e.runs.at(-1)?.layers ?? []).map(() => layerOf('standard'));
  return withRuns(e, [...e.runs, { id: freshId(), name: freshName(e, firstNames.added), layers }]);
};

/** Adds a copy of a run after it, under a free name. @param idOf gives the copy's id */
export const duplicateRun =
  (runId: string, idOf: (e: Experiment) => string = freshId): Transition =>
  (e) => {
    const at = e.runs.findIndex((run) => run.id === runId);
    const run = e.runs[at];
    if (!run) return e;
    const copy = { ...run, id: idOf(e), name: freshName(e, run.name, ' copy') };
    return withRuns(e, e.runs.toSpliced(at + 1, 0, copy));
  };

/** Removes a run. */
export const removeRun =
  (runId: string): Transition =>
  (e) =>
    withRuns(
      e,
      e.runs.filter((run) => run.id !== runId),
    );

/** Changes sizes of the model. */
export const setModel =
  (change: Partial<ModelSettings>): Transition =>
  (e) => ({ ...e, model: { ...e.model, ...change } });

/** Changes any settings but the model's. */
export const setSettings =
  (change: Partial<Omit<Experiment, 'version' | 'runs' | 'model'>>): Transition =>
  (e) => ({ ...e, ...change });

/**
 * Chooses a task in place of the text, each knob at its default; null for the text.
 * @throws Error where there is no such task
 */
export const chooseTask =
  (id: string | null): Transition =>
  (e) => ({ ...e, task: id === null ? null : taskChoice(id) });

/** Sets a knob of the chosen task. */
export const setKnob =
  (knob: string, value: number): Transition =>
  ({ task, ...e }) => ({ ...e, task: task && withKnob(task, knob, value) });

const withKnob = (task: TaskChoice, knob: string, value: number): TaskChoice => ({
  ...task,
  knobs: { ...task.knobs, [knob]: value },
});

/** Tells whether both experiments train to the same curves: all but the names and styles of runs is equal. */
export function trainsAlike(a: Experiment, b: Experiment): boolean {
  const trained = (e: Experiment) => ({
    ...e,
    runs: e.runs.map(({ id, layers, overrides, branchOf }) => ({ id, layers, overrides, branchOf })),
  });
  return a === b || isEqual(trained(a), trained(b));
}

/**
 * Returns an id that no run has or had: what a page keeps of a removed run, by its id, waits for an undo and is no new run's. Nothing
 * remembers the ids that were given, as an undo, a file or a link has another experiment's; so they are drawn.
 */
export const freshId = (): string => `run-${uniqueId().slice(0, 8)}`;

/** Returns the first numbered id that no run has: the same for equal experiments. */
export function numberedId(e: Experiment): string {
  const taken = new Set(e.runs.map((run) => run.id));
  for (let n = e.runs.length + 1; ; n++) if (!taken.has(`run-${n}`)) return `run-${n}`;
}

/** Returns `base` with `ending`, numbered where that name is taken; `base` is cut where both would be too long. */
export function freshName(e: Experiment, base: string, ending = ''): string {
  const taken = new Set(e.runs.map((run) => run.name));
  const named = (end: string) => firstCharacters(base, limits.nameLength - characterCount(end)) + end;
  if (!taken.has(named(ending))) return named(ending);
  // Two numbers are told apart: "from step 40 (2)".
  const numbered = (n: number) => named(/\d$/.test(ending) ? `${ending} (${n})` : `${ending} ${n}`);
  for (let n = 2; ; n++) if (!taken.has(numbered(n))) return numbered(n);
}
