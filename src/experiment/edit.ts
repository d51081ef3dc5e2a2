/**
 * Every change a person can make to an experiment, as a plain function from one experiment to the next. What goes too
 * far (no run left, a width the heads do not divide) is for the schema to refuse, with its reason.
 */
import { isEqual } from 'es-toolkit';
import { type Layer, layerOf } from '../attention/layers';
import type { OptionId, VariantId } from '../attention/variants';
import { type TaskChoice, taskChoice } from '../data/tasks';
import { type Placement, place } from './placements';
import { type Experiment, limits, type ModelSettings, type Overrides, type Run } from './schema';

export type Transition = (experiment: Experiment) => Experiment;

const changeRun =
  (runId: string, change: (run: Run) => Run): Transition =>
  (e) => ({ ...e, runs: e.runs.map((run) => (run.id === runId ? change(run) : run)) });

const changeLayer = (runId: string, at: number, change: (layer: Layer) => Layer): Transition =>
  changeRun(runId, (run) => ({
    ...run,
    layers: run.layers.map((layer, l) => (l === at ? change(layer) : layer)),
  }));

/** Gives a layer another variant, each option at its default; the one it has keeps its options. */
export const setVariant = (runId: string, layer: number, id: VariantId): Transition =>
  changeLayer(runId, layer, (before) => (before.variant === id ? before : layerOf(id)));

export const setLayerOption = (runId: string, layer: number, option: OptionId, value: number): Transition =>
  changeLayer(runId, layer, (before) => ({ ...before, [option]: value }));

/** Places a variant in a whole stack, with the options of the first layer that has it already. */
export const placeRun = (runId: string, placement: Placement, id: VariantId): Transition =>
  changeRun(runId, (run) => {
    const placed = run.layers.find(({ variant }) => variant === id) ?? layerOf(id);
    return { ...run, layers: place(placement, placed, run.layers.length) };
  });

export const renameRun = (runId: string, name: string): Transition =>
  changeRun(runId, (run) => ({ ...run, name }));

/** One more layer on top, like the one that was there. */
export const addLayer = (runId: string): Transition =>
  changeRun(runId, (run) => ({ ...run, layers: [...run.layers, run.layers.at(-1) ?? layerOf('standard')] }));

/** A run with overrides, or without where nothing is in them. */
export function withOverrides({ overrides: _old, ...run }: Run, { headsOff, ...others }: Overrides): Run {
  const own = { ...others, ...(headsOff && headsOff.length > 0 && { headsOff }) };
  return Object.keys(own).length > 0 ? { ...run, overrides: own } : run;
}

/** One layer less; heads that are switched off in the layers above it stay so. */
export const removeLayer = (runId: string, layer: number): Transition =>
  changeRun(runId, (run) => {
    const headsOff = (run.overrides?.headsOff ?? [])
      .filter(([l]) => l !== layer)
      .map(([l, head]): [number, number] => [l > layer ? l - 1 : l, head]);
    const layers = run.layers.filter((_, l) => l !== layer);
    return withOverrides({ ...run, layers }, { ...run.overrides, headsOff });
  });

export const addRun: Transition = (e) => {
  const layers = (e.runs.at(-1)?.layers ?? []).map(() => layerOf('standard'));
  const id = freshId(e);
  return { ...e, runs: [...e.runs, { id, name: freshName(e, 'New run'), layers }] };
};

export const duplicateRun =
  (runId: string): Transition =>
  (e) => {
    const at = e.runs.findIndex((run) => run.id === runId);
    const run = e.runs[at];
    if (!run) return e;
    const copy = { ...run, id: freshId(e), name: freshName(e, run.name, ' copy') };
    return { ...e, runs: e.runs.toSpliced(at + 1, 0, copy) };
  };

export const removeRun =
  (runId: string): Transition =>
  (e) => ({ ...e, runs: e.runs.filter((run) => run.id !== runId) });

export const setModel =
  (change: Partial<ModelSettings>): Transition =>
  (e) => ({ ...e, model: { ...e.model, ...change } });

export const setSettings =
  (change: Partial<Omit<Experiment, 'version' | 'runs' | 'model'>>): Transition =>
  (e) => ({ ...e, ...change });

/** A task in place of the text, each knob at its default; null goes back to the text. */
export const chooseTask =
  (id: string | null): Transition =>
  (e) => ({ ...e, task: id === null ? null : taskChoice(id) });

export const setKnob =
  (knob: string, value: number): Transition =>
  ({ task, ...e }) => ({ ...e, task: task && withKnob(task, knob, value) });

const withKnob = (task: TaskChoice, knob: string, value: number): TaskChoice => ({
  ...task,
  knobs: { ...task.knobs, [knob]: value },
});

/** Whether both train to the same curves: a run's name has no part in them. */
export function trainsAlike(a: Experiment, b: Experiment): boolean {
  const withoutNames = (e: Experiment) => ({
    ...e,
    runs: e.runs.map(({ id, layers, overrides }) => ({ id, layers, overrides })),
  });
  return a === b || isEqual(withoutNames(a), withoutNames(b));
}

function freshId(e: Experiment): string {
  const taken = new Set(e.runs.map((run) => run.id));
  for (let n = e.runs.length + 1; ; n++) if (!taken.has(`run-${n}`)) return `run-${n}`;
}

/** `base`, with an ending where there must be one; `base` is cut where both would be too long. */
function freshName(e: Experiment, base: string, ending = ''): string {
  const taken = new Set(e.runs.map((run) => run.name));
  const named = (end: string) => base.slice(0, limits.nameLength - end.length) + end;
  if (!taken.has(named(ending))) return named(ending);
  for (let n = 2; ; n++) if (!taken.has(named(`${ending} ${n}`))) return named(`${ending} ${n}`);
}
