/** What a run comes to without each of its parts, as it is shown: of one run, or the mean over the seeds of a stack. */
import { mean, sumBy } from 'es-toolkit';
import type { AblationGrid } from '../../../app/session/ablationStudy';
import { settingsOfRun } from '../../../experiment/overrides';
import type { Experiment, Run } from '../../../experiment/schema';
import { formatCount, formatDifference, formatFixed, formatPercent } from '../../../format/numbers';
import { t } from '../../../i18n/i18n';
import { type BandKind, bandOf } from '../../../measure/bands';
import { type Delta, deltaTexts, type Measured, seedDelta, valueDelta } from '../../../measure/deltas';
import { windowError } from '../../../measure/verdict';
import type { AblatedLoss, AblatedPart, AblatedWindows } from '../../../runtime/protocol';
import { groupName } from '../../charts/chartRuns';
import { lossDecimals, writeLoss } from '../../charts/excessScale';
import { bandText } from '../../kit/bandText';

/** Losses and accuracies are means over the seeds. */
export interface ShownGrid {
  /** Of the weights that were measured. */
  step: number;
  whole: AblatedLoss;
  /** By `partKey`. */
  without: Readonly<Record<string, AblatedLoss & { part: AblatedPart }>>;
  /** Of the run; of several seeds by what they have in common. */
  name: string;
  /** Those that it is of, at least one, all at one step. */
  seeds: readonly { run: Run; grid: AblationGrid }[];
  /** What is told of a mean. */
  kind: BandKind;
}

/**
 * Gathers what was measured of runs that are shown as one, at one step: those that the page shows, or where there are none the ones of the latest
 * step. One that is still being measured does not count beside those that are done.
 * @param isShown whether the page shows the moment of a grid
 * @returns null where nothing was measured
 */
export function shownGrid(
  runs: readonly Run[],
  grids: Readonly<Record<string, AblationGrid>>,
  kind: BandKind,
  isShown: (grid: AblationGrid) => boolean,
): ShownGrid | null {
  const measured = runs.flatMap((run) => {
    const grid = grids[run.id];
    return grid ? [{ run, grid }] : [];
  });
  const fitting = measured.filter(({ grid }) => isShown(grid));
  const wanted = fitting.length > 0 ? fitting : measured;
  const step = Math.max(...wanted.map(({ grid }) => grid.step));
  const atStep = wanted.filter(({ grid }) => grid.step === step);
  const parts = ({ without }: AblationGrid) => Object.keys(without).length;
  const most = Math.max(...atStep.map(({ grid }) => parts(grid)));
  const seeds = atStep.filter(({ grid }) => parts(grid) === most);
  const [first] = seeds;
  if (!first) return null;
  const over = (read: (grid: AblationGrid) => AblatedLoss | undefined) =>
    meanLoss(seeds.flatMap(({ grid }) => read(grid) ?? []));
  const without = Object.entries(first.grid.without).map(
    ([key, { part }]) => [key, { part, ...over((grid) => grid.without[key]) }] as const,
  );
  return {
    name: seeds.length > 1 ? groupName(first.run, seeds.length) : first.run.name,
    step,
    whole: over(({ whole }) => whole),
    without: Object.fromEntries(without),
    seeds,
    kind,
  };
}

/** Says what the errors of differences are of, and what values of several seeds are; empty where there are none. */
export function errorSentence({ seeds, kind }: ShownGrid): string {
  if (seeds.length > 1) return t(`inside.ablation.seeds.${kind}`, { seeds: formatCount(seeds.length) });
  const isKnown = seeds.some(({ grid }) =>
    Object.keys(grid.without).some((key) => differenceOf(grid, key)?.error),
  );
  return isKnown ? t('inside.ablation.paired') : '';
}

/** The mean over seeds, at least one; without an accuracy where one of them has none. */
export const meanLoss = (losses: readonly AblatedLoss[]): AblatedLoss => ({
  loss: mean(losses.map(({ loss }) => loss)),
  accuracy: losses.some(({ accuracy }) => accuracy === null)
    ? null
    : sumBy(losses, ({ accuracy }) => accuracy ?? 0) / losses.length,
});

/** A loss with what it is the mean of, the held-out sequences: differences are paired over them. */
export const measuredLoss = ({ loss, windows }: AblatedWindows): Measured => ({
  value: loss,
  error: windowError(windows),
  items: windows,
});

/** How much higher a run's loss is without a part, paired over the held-out sequences; null where it is not measured, or no number. */
export function differenceOf({ whole, without }: AblationGrid, key: string): Delta | null {
  const part = without[key];
  const delta = part ? valueDelta(measuredLoss(part), measuredLoss(whole)) : null;
  return delta && Number.isFinite(delta.value) ? delta : null;
}

/**
 * Writes how much higher the loss is without a part, with the standard error of that difference; of several seeds with what is told of the mean
 * of their differences: each is held against its own seed. Empty where that is no number, or the part is not measured. @param key of the part
 */
export function differenceText({ seeds, kind }: ShownGrid, key: string): string {
  const deltas = seeds.filter(({ grid }) => grid.without[key]).map(({ grid }) => differenceOf(grid, key));
  const known = deltas.flatMap((delta) => delta ?? []);
  const [first] = known;
  if (!first || known.length < deltas.length) return '';
  if (known.length === 1) return deltaTexts(first, writeLoss).join(' ');
  const band = bandOf(
    known.map(({ value }) => value),
    kind,
  );
  const middle = formatDifference(band.mean, lossDecimals);
  const write = (value: number) =>
    kind === 'range' ? formatDifference(value, lossDecimals) : formatFixed(value, lossDecimals);
  return `${middle} ${kind === 'range' ? `(${bandText(band, kind, write)})` : bandText(band, kind, write)}`;
}

/**
 * Compares the loss without a part with that of a pinned run without the same part: over the held-out sequences, or by seed where either has several.
 * @param key of the part; null for the runs as they are @returns null where either is not measured
 */
export function deltaToPinned(
  experiment: Experiment,
  own: ShownGrid,
  pinned: ShownGrid,
  key: string | null,
): Delta | null {
  const read = (grid: AblationGrid | undefined) => (key === null ? grid?.whole : grid?.without[key]);
  const single = [own, pinned].map(({ seeds }) => (seeds.length === 1 ? read(seeds[0]?.grid) : null));
  if (single[0] && single[1]) return valueDelta(measuredLoss(single[0]), measuredLoss(single[1]));
  const bySeed = ({ seeds }: ShownGrid) =>
    new Map(
      seeds.flatMap(({ run, grid }) => {
        const loss = read(grid)?.loss;
        return loss === undefined ? [] : [[settingsOfRun(experiment, run).seed, loss] as const];
      }),
    );
  return seedDelta(bySeed(own), bySeed(pinned));
}

/** Writes the accuracy without a part, as `differenceText` does a difference; empty on a text. */
export function accuracyText({ seeds, kind }: ShownGrid, key: string): string {
  const shares = seeds.flatMap(({ grid }) => grid.without[key]?.accuracy ?? []);
  if (shares.length === 0) return '';
  const band = bandOf(shares, kind);
  const write = (share: number) => formatPercent(share, 0);
  return [write(band.mean), ...(band.n > 1 ? [bandText(band, kind, write)] : [])].join(' ');
}
