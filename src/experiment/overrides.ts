/** The settings that a run has of its own, in place of those that all runs share. */
import { uniq } from 'es-toolkit';
import { words } from '../format/words';
import { type Transition, withOverrides } from './edit';
import { type Experiment, type Overrides, overridesSchema, type Run } from './schema';
import { type Setting, settingInWords, settings } from './settings';

/** The settings that may differ from run to run. */
export const perRunSettings: readonly Setting[] = settings.filter(({ perRun }) => perRun);

/** Returns the experiment with a run's overrides in place of the shared settings. */
export function settingsOfRun(e: Experiment, { overrides }: Pick<Run, 'overrides'>): Experiment {
  if (!overrides) return e;
  const { seed = e.seed, optimizer, model } = overrides;
  return { ...e, seed, optimizer: { ...e.optimizer, ...optimizer }, model: { ...e.model, ...model } };
}

/** Returns a run's override of a setting; undefined where it shares the setting. */
export function overrideOf(
  { overrides }: Pick<Run, 'overrides'>,
  { id }: Setting,
): number | boolean | undefined {
  const [first, second] = id.split('.') as [string, string?];
  const value = (overrides as Record<string, unknown> | undefined)?.[first];
  return (second === undefined ? value : (value as Record<string, unknown> | undefined)?.[second]) as
    | number
    | boolean
    | undefined;
}

/** Builds overrides, unchecked, from values by setting id; undefined where there are none. */
export function overridesFrom(values: ReadonlyMap<string, unknown>): Record<string, unknown> | undefined {
  const overrides: Record<string, unknown> = {};
  for (const [id, value] of values) {
    const [first, second] = id.split('.') as [string, string?];
    if (second === undefined) overrides[first] = value;
    else overrides[first] = { ...(overrides[first] as object | undefined), [second]: value };
  }
  return values.size > 0 ? overrides : undefined;
}

/** Overrides a setting for a run. @param value undefined to share the setting again */
export const setOverride =
  (runId: string, setting: Setting, value: number | boolean | undefined): Transition =>
  (e) => ({
    ...e,
    runs: e.runs.map(({ overrides, ...run }) => {
      if (run.id !== runId) return overrides ? { ...run, overrides } : run;
      const values = new Map<string, unknown>();
      for (const each of perRunSettings) {
        const own = each.id === setting.id ? value : overrideOf({ overrides }, each);
        if (own !== undefined) values.set(each.id, own);
      }
      const own = overridesFrom(values) as Overrides | undefined;
      return withOverrides(run, { ...own, headsOff: overrides?.headsOff });
    }),
  });

/** Returns the heads of a run that are switched off, as layer and head, from 0; without those that it does not have. */
export function headsOffOf({ model }: Experiment, { layers, overrides }: Pick<Run, 'layers' | 'overrides'>) {
  return (overrides?.headsOff ?? []).filter(([layer, head]) => layer < layers.length && head < model.heads);
}

/** Tells whether a head is switched off. @param layer from 0 @param head from 0 */
export const isHeadOff = ({ overrides }: Pick<Run, 'overrides'>, layer: number, head: number): boolean =>
  (overrides?.headsOff ?? []).some(([l, h]) => l === layer && h === head);

/** Switches a head of a run off, or on again. @param layer from 0 @param head from 0 */
export const toggleHead =
  (runId: string, layer: number, head: number): Transition =>
  (e) => ({
    ...e,
    runs: e.runs.map((run) => {
      if (run.id !== runId) return run;
      const off = run.overrides?.headsOff ?? [];
      const others = off.filter(([l, h]) => l !== layer || h !== head);
      const headsOff: typeof off = others.length < off.length ? others : [...off, [layer, head]];
      return withOverrides(run, {
        ...run.overrides,
        headsOff: headsOff.toSorted(([l, h], [m, k]) => l - m || h - k),
      });
    }),
  });

/** Describes a run's overrides in a few words each: "Seed 7", "QK-norm on", "2 heads off". */
export function overridesInWords(e: Experiment, run: Pick<Run, 'layers' | 'overrides'>): string[] {
  const own = perRunSettings.flatMap((setting) => {
    const value = overrideOf(run, setting);
    if (value === undefined) return [];
    return [settingInWords(setting, value)];
  });
  return [...own, ...headsOffInWords(e, run)];
}

/** Says in an entry how many of a run's heads are switched off; none where none is. */
export function headsOffInWords(e: Experiment, run: Pick<Run, 'layers' | 'overrides'>): string[] {
  const off = headsOffOf(e, run).length;
  if (off === 0) return [];
  return [
    off === 1
      ? words('runs.oneHeadOff', '1 head off')
      : words('runs.headsOff', '{{count}} heads off', { count: off }),
  ];
}

/** Returns the seeds that runs are trained with, each once, in the order of the runs. */
export const seedsOf = (e: Experiment): number[] => uniq(e.runs.map((run) => settingsOfRun(e, run).seed));

/** Returns a key that runs share which differ by their seed, and their names, alone. */
function keyWithoutSeed({ layers, overrides, branchOf }: Run): string {
  const { seed: _, ...others } = overrides ?? {};
  const set = Object.entries(others).filter(([, value]) => value !== undefined);
  const own = Object.fromEntries(set.toSorted(([a], [b]) => (a < b ? -1 : 1)));
  return JSON.stringify(branchOf ? [layers, own, branchOf] : [layers, own]);
}

/**
 * Returns what each run is one seed of, by run id: equal for runs of several seeds that are alike in all else. Runs that are alike
 * in their seed too are the same training twice, which no seed tells apart: they have a key of their own.
 */
export function seedGroups(e: Experiment): Record<string, string> {
  const taken = new Set<string>();
  return Object.fromEntries(
    e.runs.map((run) => {
      const key = keyWithoutSeed(run);
      const training = `${settingsOfRun(e, run).seed} ${key}`;
      const isTwice = taken.has(training);
      taken.add(training);
      return [run.id, isTwice ? `${key} ${run.id}` : key];
    }),
  );
}

/** Tells whether a run is trained on other batches than the runs that share the seed. */
export const hasOtherBatches = (e: Experiment, { overrides }: Pick<Run, 'overrides'>): boolean =>
  overrides?.seed !== undefined && overrides.seed !== e.seed;

/** Tells whether a value is valid overrides. */
export const isOverrides = (value: unknown): value is Overrides => overridesSchema.safeParse(value).success;
