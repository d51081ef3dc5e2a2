/** Which small maps of a run are shown, and in which order: by layer, principle, what a head does, and whether it is on. */
import { orderBy, range, sumBy } from 'es-toolkit';
import { variant } from '../../attention/variants';
import type { TaskChoice } from '../../data/tasks';
import type { View } from '../../document/view';
import { isHeadOff } from '../../experiment/overrides';
import type { Run } from '../../experiment/schema';
import { headScores } from '../../measure/heads';
import { isPartOff, withPrinciples } from '../../model/partsOff';
import type { ProbeResult } from '../../runtime/protocol';

/** The settings of the view that filter. */
export const filterFields = [
  'mapScore',
  'mapLeast',
  'strongestFirst',
  'mapPrinciple',
  'mapLayer',
  'mapSwitched',
] as const satisfies readonly (keyof View)[];

export type MapFilter = Pick<
  View,
  (typeof filterFields)[number] | 'mapKind' | 'mapsOf' | 'layer' | 'partsOff' | 'principlesOff'
>;

/** A layer and those of its maps that are shown; a layer without maps has none. */
interface MapRow {
  /** From 0, as its heads are. */
  layer: number;
  heads: readonly number[];
  /** The score that it stands there for, where the strongest come first. */
  score: number | null;
}

export interface FilteredMaps {
  /** Layers from the last to the first; the strongest first a row for each head. */
  rows: readonly MapRow[];
  isByStrength: boolean;
  shown: number;
  all: number;
}

/** The score that the maps are chosen by; null for none, as where only a task would have it. */
export const filterScore = ({ mapScore }: Pick<View, 'mapScore'>, task: TaskChoice | null) =>
  headScores.find(({ id, appliesTo }) => id === mapScore && (appliesTo === 'all' || task !== null)) ?? null;

/** @param probe of the run */
export function filteredMaps(
  probe: Pick<ProbeResult, 'layers' | 'heads'>,
  run: Pick<Run, 'layers' | 'overrides'>,
  filter: MapFilter,
  task: TaskChoice | null,
): FilteredMaps {
  const { mapKind, mapsOf, layer: chosen, mapLayer, mapPrinciple, mapLeast, mapSwitched } = filter;
  const ofHeads = mapKind === 'heads';
  const score = ofHeads ? filterScore(filter, task) : null;
  const scoreOf = (l: number, h: number) =>
    score === null ? null : (probe.layers[l]?.headScores?.[score.id]?.[h] ?? null);
  const off = withPrinciples(filter.partsOff, filter.principlesOff, run.layers);
  const isOff = (l: number, h: number) =>
    isHeadOff(run, l, h) || isPartOff(off, [l, h]) || isPartOff(off, [l, null]);
  const isShown = (l: number, h: number) =>
    !ofHeads ||
    ((score === null || (scoreOf(l, h) ?? Number.NEGATIVE_INFINITY) >= mapLeast) &&
      (mapSwitched === 'all' || isOff(l, h) === (mapSwitched === 'off')));
  // A layer has indicators where it has maps.
  const mapsOfLayer = (l: number) => (probe.layers[l]?.indicators ? range(ofHeads ? probe.heads : 1) : []);
  const isOfHeads = score !== null || (ofHeads && mapSwitched !== 'all');
  const layers = range(probe.layers.length).filter((l) => {
    const own = run.layers[l];
    return (
      (mapsOf !== 'layer' || l === chosen) &&
      (mapLayer === null || l === mapLayer) &&
      (mapPrinciple === 'all' || (own !== undefined && variant(own.variant).principle === mapPrinciple))
    );
  });
  const byLayer = layers
    .map(
      (layer): MapRow => ({ layer, heads: mapsOfLayer(layer).filter((h) => isShown(layer, h)), score: null }),
    )
    // Without a filter of heads a layer without maps says so.
    .filter(({ layer, heads }) => heads.length > 0 || (!isOfHeads && mapsOfLayer(layer).length === 0))
    .reverse();
  const isByStrength = score !== null && filter.strongestFirst;
  const byStrength = () =>
    orderBy(
      byLayer.flatMap(({ layer, heads }) =>
        heads.map((h): MapRow => ({ layer, heads: [h], score: scoreOf(layer, h) })),
      ),
      [({ score: own }) => own ?? 0],
      ['desc'],
    );
  return {
    rows: isByStrength ? byStrength() : byLayer,
    isByStrength,
    shown: sumBy(byLayer, ({ heads }) => heads.length),
    all: sumBy(range(probe.layers.length), (l) => mapsOfLayer(l).length),
  };
}
