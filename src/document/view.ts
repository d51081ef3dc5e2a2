/**
 * The registry of what is remembered of the view. An entry says all there is to say of a field: the page's store and its
 * first values, files, IndexedDB, links and the history of edits are made from this list.
 */

import { principles } from '../attention/principles';
import type { PrincipleId } from '../attention/variant';
import { type Experiment, limits, type Run, totalSteps } from '../experiment/schema';
import { headScores } from '../measure/heads';
import { z } from '../zod';
import {
  flag,
  oneOf,
  oneRun,
  runOrNone,
  share,
  shareAboveNone,
  someOf,
  someParts,
  someRuns,
  sweepLooks,
  text,
  type ViewField,
  whole,
  wholeOrNone,
} from './viewFieldKinds';

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

/** What small maps may be chosen by: a score of their heads, a principle of their layers, whether their heads are on. In links as their places: add at the end only. */
const mapScores: readonly string[] = ['none', ...headScores.map(({ id }) => id)];
export const mapPrinciples = ['all', ...(Object.keys(principles) as PrincipleId[])] as const;
export const mapSwitches = ['all', 'on', 'off'] as const;

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
  /** What Inside switches off to see what a run comes to without it; the runs themselves stay as they are. */
  partsOff: someParts({
    firstLinkCode: 101,
    name: 'the parts that are switched off',
    default: [],
    history: 'choice',
  }),
  /** Of each run, its layers that relax these are off, too. */
  principlesOff: someOf(
    { linkCode: 40, name: 'the parts that are switched off', default: [], history: 'choice' },
    Object.keys(principles) as PrincipleId[],
  ),
  /** Small maps are those of heads that do this by at least `mapLeast`, the strongest first where it is so chosen. */
  mapScore: oneOf(
    { linkCode: 34, name: 'the filter of the maps', default: 'none', history: 'choice' },
    mapScores,
  ),
  mapLeast: share({ linkCode: 35, name: 'the filter of the maps', default: 0, history: 'choice' }),
  strongestFirst: flag({ linkCode: 36, name: 'the order of the maps', default: false, history: 'choice' }),
  /** The layers whose small maps are shown: those that relax a principle, and one of them, from 0; null for all. */
  mapPrinciple: oneOf(
    { linkCode: 37, name: 'the filter of the maps', default: 'all', history: 'choice' },
    mapPrinciples,
  ),
  mapLayer: wholeOrNone(
    { linkCode: 38, name: 'the filter of the maps', default: null, history: 'choice' },
    999,
  ),
  mapSwitched: oneOf(
    { linkCode: 39, name: 'the filter of the maps', default: 'all', history: 'choice' },
    mapSwitches,
  ),
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

/** What the mean over seeds is drawn with; null where each seed is drawn by itself. */
export const seedBand = ({ seedDrawing }: Pick<View, 'seedDrawing'>) =>
  seedDrawing === 'each' ? null : seedDrawing;

/** Clamps the view to an experiment: to a run, layer, head and step that it has; hidden runs that it lacks are dropped. */
export function fittedView(view: View, experiment: Experiment): View {
  const { runs, model } = experiment;
  const isThere = (id: string) => runs.some((run) => run.id === id);
  const deepest = Math.max(...runs.map(({ layers }) => layers.length));
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
    partsOff: view.partsOff.filter(
      ([layer, head]) => layer < deepest && (head === null || head < model.heads),
    ),
    mapLayer: view.mapLayer === null || view.mapLayer < deepest ? view.mapLayer : null,
  };
}
