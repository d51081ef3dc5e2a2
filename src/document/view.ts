/**
 * The registry of what is remembered of the view. An entry says all there is to say of a field: the page's store and its
 * first values, files, IndexedDB, links and the history of edits are made from this list.
 */

import { wholeSlice } from '../data/characters';
import { type Experiment, limits, type Run, totalSteps } from '../experiment/schema';
import { sweepLimits } from '../experiment/sweeps/choice';
import { z } from '../zod';

/** What the chart can show. The place in this list stands for it in links: add at the end only. */
export const chartUnits = ['loss', 'perplexity', 'bitsPerByte', 'accuracy'] as const;

/** What the chart's horizontal axis can show. The place in this list stands for it in links: add at the end only. */
export const chartXAxes = ['step', 'seconds', 'tokens', 'flops'] as const;

/** The tabs of the rail and of the dock, which the page's registry of panels fills. In links as their places: add at the end only. */
export const railTabs = ['runs', 'data', 'settings'] as const;
export const dockTabs = ['maps', 'inside', 'text', 'results', 'costs', 'sweeps'] as const;

/** Which maps are shown: those of heads, or one a layer over its heads. In links as their places: add at the end only. */
export const mapKinds = ['heads', 'mean', 'maximum', 'spread'] as const;

/** How runs that differ by their seed alone are drawn: each, or their mean with a band. In links as their places: add at the end only. */
export const seedDrawings = ['each', 'standardError', 'range'] as const;
/** How weights become colours, and what the large map is compared with. In links as their places: add at the end only. */
export const mapScales = ['root', 'linear', 'logarithm', 'row'] as const;
const mapsBeside = ['none', 'map', 'truth'] as const;

/** Whose weights are drawn as arcs over the text. In links as their places: add at the end only. */
export const arcKinds = ['none', 'head', 'heads', 'mean'] as const;

/** Which maps stand small beside each other: a run's, or the same one of every run. In links as their places: add at the end only. */
export const mapsOf = ['layers', 'layer', 'runs'] as const;

/** A value as one number in a link. @see src/document/link/viewSection.ts */
interface LinkNumber<T> {
  /** What stands for the field: its own for ever. */
  code: number;
  /** @param runs ids of the link's runs, in their order */
  encode(value: T, runs: readonly string[]): number;
  /**
   * @param runs ids of the link's runs in their order, null for one that could not be read
   * @returns undefined where the number means nothing; what is returned is still for the schema to check
   */
  decode(number: number, runs: readonly (string | null)[]): unknown;
}

/**
 * What a change of the field is to the edit history: navigation (`move`) makes no entry of its own, `choice` makes an
 * entry each time, `gradual` (typing, dragging) is coalesced.
 */
type HistoryKind = 'move' | 'choice' | 'gradual';

export interface ViewField<T> {
  /** As a label of the history has it after "Changed". */
  name: string;
  /** What the lab begins with, and what a link means that says nothing of the field: it never changes. */
  default: T;
  schema: z.ZodType<T>;
  history: HistoryKind;
  /** `text` for the one text that stands behind a link's numbers; null for what no link carries. */
  link: LinkNumber<T> | 'text' | null;
}

interface FieldEntry<T> extends Omit<ViewField<T>, 'schema' | 'link'> {
  linkCode: number;
}

const entryOf = <T>(
  { linkCode, ...entry }: FieldEntry<T>,
  schema: z.ZodType<T>,
  link: Omit<LinkNumber<T>, 'code'>,
) => ({
  ...entry,
  schema,
  link: { code: linkCode, ...link },
});

const whole = (entry: FieldEntry<number>, max: number): ViewField<number> =>
  entryOf(entry, z.int().min(0).max(max), { encode: (value) => value, decode: (number) => number });

const flag = (entry: FieldEntry<boolean>): ViewField<boolean> =>
  entryOf(entry, z.boolean(), {
    encode: Number,
    decode: (number) => (number === 0 || number === 1 ? number === 1 : undefined),
  });

/** @param values in an order that never changes, as links have the place */
const oneOf = <T extends string>(entry: FieldEntry<T>, values: readonly T[]): ViewField<T> =>
  entryOf(entry, z.enum(values) as unknown as z.ZodType<T>, {
    encode: (value) => values.indexOf(value),
    decode: (number) => values[number],
  });

/** null, or a whole number from 0. */
const wholeOrNone = (entry: FieldEntry<number | null>, max: number): ViewField<number | null> =>
  entryOf(entry, z.int().min(0).max(max).nullable(), {
    encode: (value) => (value === null ? 0 : value + 1),
    decode: (number) => (number === 0 ? null : number - 1),
  });

/** Above 0, at most 1. */
const shareAboveNone = (entry: FieldEntry<number>): ViewField<number> =>
  entryOf(entry, z.number().positive().max(1), { encode: (value) => value, decode: (number) => number });

/** From 0 to below 1. */
const share = (entry: FieldEntry<number>): ViewField<number> =>
  entryOf(entry, z.number().min(0).lt(1), { encode: (value) => value, decode: (number) => number });

const runId = z.string().max(40);

/** null for the first run. */
const oneRun = (entry: FieldEntry<string | null>): ViewField<string | null> =>
  entryOf(entry, runId.nullable(), {
    encode: (id, runs) => Math.max(0, id === null ? 0 : runs.indexOf(id)),
    decode(number, runs) {
      const id = runs[number];
      return id === runs.find((run) => run !== null) ? null : id;
    },
  });

/** null for none, which is 0 in a link; run n of the link is n + 1. */
const runOrNone = (entry: FieldEntry<string | null>): ViewField<string | null> =>
  entryOf(entry, runId.nullable(), {
    encode: (id, runs) => (id === null ? 0 : runs.indexOf(id) + 1),
    decode: (number, runs) => (number === 0 ? null : runs[number - 1]),
  });

const someRuns = (entry: FieldEntry<string[]>): ViewField<string[]> =>
  entryOf(entry, z.array(runId), {
    // One bit for each run.
    encode: (ids, runs) => runs.reduce((sum, id, i) => sum + (ids.includes(id) ? 2 ** i : 0), 0),
    decode(number, runs) {
      if (!(Number.isInteger(number) && number >= 0 && number < 2 ** runs.length)) return undefined;
      return runs.filter((id, i) => id !== null && (number >> i) & 1);
    },
  });

/** UTF-16 units of a text: more than any context shows. What is longer is cut. */
const longestText = 20_000;

const text = (entry: Omit<FieldEntry<string>, 'linkCode'>): ViewField<string> => ({
  ...entry,
  schema: z.string().transform((value) => wholeSlice(value, longestText)),
  link: 'text',
});

/** How a person looks at the results of a sweep. */
const sweepLookSchema = z.object({
  /** Id of the run that the others are compared with; null for none. */
  pinned: z.string().max(60).nullable(),
  /** Ids of the runs that table and picture leave out. */
  hidden: z.array(z.string().max(60)).max(sweepLimits.runs),
  /** The table has a row for all seeds together. */
  grouped: z.boolean(),
});

export type SweepLook = z.infer<typeof sweepLookSchema>;

/** By the sweep's id. A link makes its sweep anew, with an id of its own, and without results to look at. */
const sweepLooks = (
  entry: Omit<FieldEntry<Record<string, SweepLook>>, 'linkCode'>,
): ViewField<Record<string, SweepLook>> => ({
  ...entry,
  schema: z.record(z.string().max(60), sweepLookSchema),
  link: null,
});

export const viewFields = {
  runId: oneRun({ linkCode: 1, name: 'the chosen run', default: null, history: 'move' }),
  layer: whole({ linkCode: 2, name: 'the chosen layer', default: 0, history: 'move' }, 999),
  head: whole({ linkCode: 3, name: 'the chosen head', default: 0, history: 'move' }, 999),
  probe: text({
    name: 'the probe text',
    default: 'the white whale swam before the ship',
    history: 'gradual',
  }),
  /** Which sample of the task the maps are of, while one is chosen. */
  taskSample: whole({ linkCode: 4, name: 'the chosen sample', default: 0, history: 'move' }, 1e9),
  /** The horizontal axis is logarithmic, whatever it shows. */
  logSteps: flag({ linkCode: 5, name: 'the step axis', default: false, history: 'choice' }),
  unit: oneOf({ linkCode: 6, name: 'the unit of the chart', default: 'loss', history: 'choice' }, chartUnits),
  /** Weight of the past in the moving average. */
  smoothing: share({ linkCode: 7, name: 'the smoothing', default: 0.6, history: 'gradual' }),
  hiddenRuns: someRuns({ linkCode: 8, name: 'the runs that are hidden', default: [], history: 'choice' }),
  /** The table of losses has the best run first, not the runs in their order. */
  bestFirst: flag({ linkCode: 9, name: 'the order of the table', default: false, history: 'choice' }),
  /** The run that others are compared with. */
  pinnedRun: runOrNone({ linkCode: 10, name: 'the pinned run', default: null, history: 'choice' }),
  /** Curves are drawn as their difference to the pinned run's; to the first run's where none is pinned. */
  against: flag({
    linkCode: 11,
    name: 'what the curves are drawn against',
    default: false,
    history: 'choice',
  }),
  xAxis: oneOf({ linkCode: 12, name: 'the horizontal axis', default: 'step', history: 'choice' }, chartXAxes),
  logValues: flag({ linkCode: 13, name: 'the vertical axis', default: false, history: 'choice' }),
  /** The view against the pinned run has opened by itself, as it does only once. */
  againstOpened: flag({ linkCode: 14, name: 'the view of differences', default: false, history: 'move' }),
  /** The comparison of the pinned run with the chosen one is open. */
  comparing: flag({ linkCode: 19, name: 'the comparison', default: false, history: 'move' }),
  railTab: oneOf(
    { linkCode: 17, name: 'the tab beside the curves', default: 'runs', history: 'move' },
    railTabs,
  ),
  dockTab: oneOf(
    { linkCode: 18, name: 'the tab below the curves', default: 'maps', history: 'move' },
    dockTabs,
  ),
  mapKind: oneOf(
    { linkCode: 20, name: 'the maps that are shown', default: 'heads', history: 'move' },
    mapKinds,
  ),
  mapScale: oneOf(
    { linkCode: 21, name: 'the scale of the colours', default: 'root', history: 'choice' },
    mapScales,
  ),
  /** The weights at the ends of the scale of colours. */
  mapLow: share({ linkCode: 22, name: 'the lower end of the colours', default: 0, history: 'choice' }),
  mapHigh: shareAboveNone({
    linkCode: 23,
    name: 'the upper end of the colours',
    default: 1,
    history: 'choice',
  }),
  mapBeside: oneOf(
    { linkCode: 24, name: 'what the map is compared with', default: 'none', history: 'move' },
    mapsBeside,
  ),
  /** What the map beside the large one is of; null for the same as that one. */
  besideRun: runOrNone({ linkCode: 25, name: 'the other map', default: null, history: 'move' }),
  besideLayer: wholeOrNone({ linkCode: 26, name: 'the other map', default: null, history: 'move' }, 999),
  besideHead: wholeOrNone({ linkCode: 27, name: 'the other map', default: null, history: 'move' }, 999),
  besideMoment: wholeOrNone(
    { linkCode: 28, name: 'the other map', default: null, history: 'move' },
    1_000_000,
  ),
  mapsOf: oneOf(
    { linkCode: 29, name: 'the maps beside each other', default: 'layers', history: 'move' },
    mapsOf,
  ),
  arcs: oneOf({ linkCode: 30, name: 'the arcs', default: 'none', history: 'move' }, arcKinds),
  /** Arcs arrive at the key that the cursor is on; else they leave the query. */
  arcsInto: flag({ linkCode: 31, name: 'the direction of arcs', default: false, history: 'move' }),
  seedDrawing: oneOf(
    { linkCode: 32, name: 'how seeds are drawn', default: 'each', history: 'choice' },
    seedDrawings,
  ),
  /** The curves of a task have marks where a head finds the key, and where the loss's plateau ends. */
  learningMarks: flag({
    linkCode: 33,
    name: 'the marks on the curves',
    default: true,
    history: 'choice',
  }),
  sweepLooks: sweepLooks({ name: 'the table of a sweep', default: {}, history: 'choice' }),
  /** The step that the page shows, of captures; null for the runs as they are now. */
  moment: wholeOrNone({ linkCode: 16, name: 'the moment', default: null, history: 'move' }, 1_000_000),
};

export type ViewFieldId = keyof typeof viewFields;
export type View = { [K in ViewFieldId]: (typeof viewFields)[K]['default'] };

/** Entries of the registry, each with its id. */
export const viewEntries = Object.entries(viewFields) as [ViewFieldId, ViewField<unknown>][];

export const defaultView = Object.fromEntries(viewEntries.map(([id, field]) => [id, field.default])) as View;

/** What is not there is at its default: a field that came later than what is read. */
export const viewSchema = z.object(
  Object.fromEntries(
    viewEntries.map(([id, { schema, default: value }]) => [id, schema.default(() => value)]),
  ),
) as unknown as z.ZodType<View>;

/** Picks the view out of a larger object. */
export const viewOf = (from: View): View =>
  Object.fromEntries(viewEntries.map(([id]) => [id, from[id]])) as View;

/** Returns the run that the view is on; the first where that one is gone. @throws Error where there is no run */
export function chosenRun(runs: readonly Run[], runId: string | null): Run {
  const found = runs.find((run) => run.id === runId) ?? runs[0];
  if (!found) throw new Error('An experiment has at least one run.');
  return found;
}

/** Returns the layer that the view is on in `run`, from 0; its last where there are not as many. */
export const chosenLayer = (run: Run, layer: number): number => Math.min(layer, run.layers.length - 1);

/** Returns the run that the others are held against; the first where none is pinned. @throws Error where there is no run */
export const referenceRun = (runs: readonly Run[], { pinnedRun }: Pick<View, 'pinnedRun'>): Run =>
  chosenRun(runs, pinnedRun);

/** Clamps the view to an experiment: to a run, layer, head and step that it has; hidden runs that it lacks are dropped. */
export function fittedView(view: View, experiment: Experiment): View {
  const { runs, model } = experiment;
  const isThere = (id: string) => runs.some((run) => run.id === id);
  return {
    ...view,
    runId: view.runId !== null && isThere(view.runId) ? view.runId : null,
    pinnedRun: view.pinnedRun !== null && isThere(view.pinnedRun) ? view.pinnedRun : null,
    layer: chosenLayer(chosenRun(runs, view.runId), view.layer),
    head: Math.min(view.head, model.heads - 1),
    hiddenRuns: view.hiddenRuns.filter(isThere).slice(0, limits.runs),
    moment: view.moment === null ? null : Math.min(view.moment, totalSteps(experiment)),
    mapLow: view.mapLow < view.mapHigh ? view.mapLow : 0,
    besideRun: view.besideRun !== null && isThere(view.besideRun) ? view.besideRun : null,
    besideHead: view.besideHead === null ? null : Math.min(view.besideHead, model.heads - 1),
    besideMoment: view.besideMoment === null ? null : Math.min(view.besideMoment, totalSteps(experiment)),
  };
}
