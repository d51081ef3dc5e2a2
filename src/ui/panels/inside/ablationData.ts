/** What runs come to without their parts as data: a row for each part, or each group of layers, of each seed. */
import { partKey } from '../../../app/session/ablationStudy';
import { settingsOfRun } from '../../../experiment/overrides';
import type { Experiment } from '../../../experiment/schema';
import type { CsvCell } from '../../../format/csv';
import type { DataTable } from '../../../format/dataTable';
import { deltaCells, minusColumns, stepName } from './copiedDifferences';
import { deltaToPinned, differenceOf, type ShownGrid } from './shownGrid';
import { skipRows } from './skipRows';

type Seed = ShownGrid['seeds'][number];

/** The whole run first; a layer left out whole has no head. */
export function ablationTable(experiment: Experiment, shown: ShownGrid, pinned: ShownGrid | null): DataTable {
  const held = heldAgainst(experiment, shown, pinned);
  return {
    columns: [
      ...['run', 'step', 'layer', 'head', 'loss', 'accuracy', 'difference', 'standardError'],
      ...held.columns('loss'),
    ],
    rows: shown.seeds.flatMap((seed) => {
      const { run, grid } = seed;
      const { whole, without } = grid;
      const alone = [run.name, grid.step, null, null, whole.loss, whole.accuracy, null, null];
      return [
        [...alone, ...held.cells(seed, null)],
        ...Object.entries(without).flatMap(([key, { part, loss, accuracy }]) => {
          const figures = [loss, accuracy, ...deltaCells(differenceOf(grid, key)), ...held.cells(seed, key)];
          if ('head' in part) return [[run.name, grid.step, part.layer + 1, part.head + 1, ...figures]];
          const [layer = 0, ...others] = part.layers;
          return others.length > 0 ? [] : [[run.name, grid.step, layer + 1, null, ...figures]];
        }),
      ];
    }),
  };
}

/** Layers that are left out together by spaces, counted from 1. */
export function skipTable(experiment: Experiment, shown: ShownGrid, pinned: ShownGrid | null): DataTable {
  const held = heldAgainst(experiment, shown, pinned);
  return {
    columns: [
      ...['run', 'step', 'leftOut', 'layers', 'loss', 'lossWithout', 'accuracy', 'accuracyWithout'],
      ...['difference', 'standardError', ...held.columns('lossWithout')],
    ],
    rows: shown.seeds.flatMap((seed) =>
      skipRows(seed.run, shown).map(({ kind, layers }) => {
        const { step, whole, without } = seed.grid;
        const key = partKey({ layers });
        const own = without[key];
        return [
          seed.run.name,
          step,
          kind,
          // A list that no spreadsheet reads as a number, which would put an apostrophe before it.
          layers.map((l) => l + 1).join(' + '),
          whole.loss,
          own?.loss ?? null,
          whole.accuracy,
          own?.accuracy ?? null,
          ...deltaCells(differenceOf(seed.grid, key)),
          ...held.cells(seed, key),
        ];
      }),
    ),
  };
}

/** Columns of how far each seed's loss is from that of the same seed of the pinned run, or of all its seeds, without the same part; none where no other run is pinned. */
function heldAgainst(experiment: Experiment, shown: ShownGrid, pinned: ShownGrid | null) {
  return {
    columns: (of: string) => (pinned ? [...minusColumns(of, pinned.name), stepName(pinned.name)] : []),
    /** @param key of the part; null for the run as it is */
    cells: (seed: Seed, key: string | null): CsvCell[] => {
      if (!pinned) return [];
      const seedOf = ({ run }: Seed) => settingsOfRun(experiment, run).seed;
      const same = pinned.seeds.filter((one) => seedOf(one) === seedOf(seed));
      const theirs = same.length > 0 ? { ...pinned, seeds: same } : pinned;
      return [
        ...deltaCells(deltaToPinned(experiment, { ...shown, seeds: [seed] }, theirs, key)),
        pinned.step,
      ];
    },
  };
}
