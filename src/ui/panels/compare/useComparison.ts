/** Collects what two runs are compared by: their own settings, size and cost, losses, and the evaluations that both have. */

import { difference, mean, uniq } from 'es-toolkit';
import { chosenTask } from '../../../data/tasks';
import { seedBand } from '../../../document/view';
import { settingsOfRun } from '../../../experiment/overrides';
import { type Setting, settings, valueInWords } from '../../../experiment/settings';
import {
  formatCompact,
  formatCount,
  formatFixed,
  formatMeasured,
  formatPercent,
} from '../../../format/numbers';
import { entryName } from '../../../format/words';
import { t } from '../../../i18n/i18n';
import type { Delta } from '../../../measure/deltas';
import { formatDifference } from '../../../measure/evals/format';
import { resultDelta } from '../../../measure/evals/rows';
import { columnsOf, estimateAt, textAt } from '../../../measure/evals/table';
import { type LayerMeasure, layerMeasures } from '../../../measure/layerMeasures';
import { trainingCost } from '../../../measure/trainingCost';
import { useExperiment, useRuns, useView } from '../../AppContext';
import { useReadOnlyLines } from '../../charts/readOnlyLines';
import { useReading } from '../../charts/units';
import { useElsewhereRows } from '../../kit/useElsewhereRows';
import { useGroupedRows } from '../../kit/useGroupedRows';
import { useResultRows } from '../../kit/useResultRows';
import { useMoment } from '../../time/useMoment';
import { useWorded } from '../../useLanguage';
import { type LossColumn, lossRows } from '../curves/lossRows';
import { useCurvesAt } from '../curves/useLossRows';
import type { ComparedRun } from './useComparedRuns';

export interface ComparedRow {
  name: string;
  texts: Pair<string>;
  /** The second less the first; null where it is no number, or one of them has none. */
  difference: { text: string } | { delta: Delta; write(value: number): string } | null;
}

type Pair<T> = readonly [T, T];

const missing = '–';

/** Writes a figure of each run and their difference, with its sign. */
function row(
  name: string,
  [a = null, b = null]: Pair<number | null | undefined>,
  write: (value: number) => string,
): ComparedRow {
  const text = (value: number | null) => (value === null ? missing : write(value));
  const less = a === null || b === null ? null : b - a;
  const sign = less === null || less === 0 ? '' : less > 0 ? '+' : '−';
  return {
    name,
    texts: [text(a), text(b)],
    difference: less === null ? null : { text: sign + write(Math.abs(less)) },
  };
}

/** Compares the second run with the first at the moment; rows that neither has anything in are left out. @param runs the first is of the page */
export function useComparison(runs: Pair<ComparedRun>): ComparedRow[] {
  const experiment = useExperiment((e) => e.experiment);
  const textVocab = useRuns((r) => r.textFacts?.vocab);
  const own = useGroupedRows(useResultRows());
  const elsewhere = useElsewhereRows();
  const lines = useReadOnlyLines();
  const curves = useCurvesAt(useMoment());
  const heldOut = useRuns((r) => r.heldOut);
  const captures = useRuns((r) => r.captures);
  const together = useView(seedBand);
  const reading = useReading();
  return useWorded(() => {
    const both = <T>(of: (run: ComparedRun) => T): [T, T] => [of(runs[0]), of(runs[1])];
    const { task } = experiment;
    const results = [...own, ...elsewhere];
    const vocab = task ? chosenTask(task).tokens.length : textVocab;
    const ofTraining = settings.flatMap((setting): ComparedRow[] => {
      const [a, b] = both((run) => settingText(run, setting));
      if (!a || !b || a === b) return [];
      return [{ name: entryName('settings', setting), texts: [a, b], difference: null }];
    });
    const losses = (number: number) =>
      formatMeasured(number, reading.unit.isAccuracy ? 4 : reading.unit.digits);
    const shares = (share: number) => formatDifference('share', share, { value: share });
    const compared = both(({ trained }) => trained?.runs ?? []).flat();
    const { rows: ofLosses } = lossRows(
      experiment,
      { curves, heldOut, captures },
      {
        scale: reading,
        together,
        pinnedRun: runs[0].id,
        // The others' rows would be made for nothing, with each batch.
        leftOut: new Set(difference(experiment.runs, compared).map(({ id }) => id)),
        elsewhere: lines.filter(({ run }) => run.id === runs[1].id),
      },
    );
    const lossCells = both(({ id }) => ofLosses.find((one) => one.id === id)?.cells);
    const measured = lossFigures.map(({ column, name }): ComparedRow => {
      const isShare = column === 'accuracy';
      const write = isShare ? formatPercent : losses;
      const [first, second] = lossCells.map((cells) => cells?.[column]);
      const text = (value: number | null | undefined) => (typeof value === 'number' ? write(value) : missing);
      return {
        name: name(),
        texts: [text(first?.value), text(second?.value)],
        difference: second?.delta ? { delta: second.delta, write: isShare ? shares : losses } : null,
      };
    });
    const evaluated = columnsOf(results).map((column): ComparedRow => {
      const [a, b] = both(({ id }) => results.find((result) => result.id === id));
      const texts = [a, b].map((of) => (of && textAt(of, column)) ?? missing) as [string, string];
      const [delta, estimate] = a && b ? [resultDelta(b, a, column), estimateAt(b, column)] : [];
      const write = (value: number) => formatDifference(column.metric.unit, value, estimate ?? { value });
      return {
        name: t('compare.figures.evaluated', { metric: entryName('metrics', column.metric) }),
        texts,
        difference: delta ? { delta, write } : null,
      };
    });
    const costs = both(({ trained }) => {
      const [run] = trained?.runs ?? [];
      return trained && run && vocab !== undefined ? trainingCost(trained.experiment, run, vocab) : null;
    });
    const steps = both(({ id, trained, isElsewhere }) => {
      const own = isElsewhere
        ? lines.filter(({ run }) => run.id === id).map((line) => line.curves)
        : (trained?.runs ?? []).flatMap((run) => curves[run.id] ?? []);
      const last = own.flatMap(({ train }) => train.last?.step ?? []);
      return last.length > 0 ? Math.max(...last) : null;
    });
    // Of a run of elsewhere alone, as the page has views of its own for its runs.
    const overLayers = runs.some(({ isElsewhere, indicators }) => isElsewhere && indicators)
      ? layerMeasures.map((measure) =>
          row(
            t('compare.figures.overLayers', { measure: entryName('layerMeasures', measure) }),
            both(({ indicators }) => meanOver(indicators, measure)),
            (value) => formatFixed(value, 3),
          ),
        )
      : [];
    const rows = [
      ...ofTraining,
      row(t('kit.parameters'), [costs[0]?.parameters, costs[1]?.parameters], formatCount),
      row(t('kit.flopsPerStep'), [costs[0]?.stepFlops, costs[1]?.stepFlops], formatCompact),
      row(t('kit.step'), steps, formatCount),
      ...measured,
      ...evaluated,
      ...overLayers,
    ];
    return rows.filter(({ texts }) => texts.some((text) => text !== missing));
  }, [experiment, runs, textVocab, own, elsewhere, lines, curves, heldOut, captures, together, reading]);
}

const lossFigures: readonly { column: LossColumn; name(): string }[] = [
  { column: 'train', name: () => t('compare.figures.trainingLoss') },
  { column: 'validation', name: () => t('compare.figures.validationLoss') },
  { column: 'lowest', name: () => t('compare.figures.bestValidation') },
  { column: 'accuracy', name: () => t('compare.figures.validationAccuracy') },
];

/** Writes a setting of a run, or each that its seeds have; null where a file does not say. */
function settingText({ trained }: ComparedRun, setting: Setting): string | null {
  if (!trained) return null;
  const values = trained.runs.map((run) => setting.read(settingsOfRun(trained.experiment, run)));
  return uniq(values).map(valueInWords).join(', ');
}

/** The mean over the layers that have it, of all seeds; null where none does. */
function meanOver(indicators: ComparedRun['indicators'], measure: LayerMeasure): number | null {
  const values = (indicators ?? []).flatMap((of) => measure.of({ indicators: of, scores: null }) ?? []);
  return values.length > 0 ? mean(values) : null;
}
