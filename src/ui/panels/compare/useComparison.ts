/** Collects what two runs are compared by: their own settings, size and cost, losses, and the evaluations that both have. */

import { mean } from 'es-toolkit';
import { chosenTask } from '../../../data/tasks';
import { settingsOfRun } from '../../../experiment/overrides';
import { settings, valueInWords } from '../../../experiment/settings';
import {
  formatCompact,
  formatCount,
  formatFixed,
  formatMeasured,
  formatPercent,
} from '../../../format/numbers';
import { entryName } from '../../../format/words';
import { t } from '../../../i18n/i18n';
import { asItIs, deltaTexts, type Measured, type Scale, valueDelta } from '../../../measure/deltas';
import { formatDifference } from '../../../measure/evals/format';
import { resultDelta } from '../../../measure/evals/rows';
import { columnsOf, estimateAt, textAt } from '../../../measure/evals/table';
import { type LayerMeasure, layerMeasures } from '../../../measure/layerMeasures';
import { trainingCost } from '../../../measure/trainingCost';
import { useExperiment, useRuns } from '../../AppContext';
import { lastAccuracy, lastLoss, lowestLoss } from '../../charts/measuredLosses';
import { useReading } from '../../charts/units';
import { useElsewhereRows } from '../../kit/useElsewhereRows';
import { useResultRows } from '../../kit/useResultRows';
import { useWorded } from '../../useLanguage';
import type { ComparedRun } from './useComparedRuns';

export interface ComparedRow {
  name: string;
  texts: readonly [string, string];
  /** The second less the first, with the error of that where it is known; null where it is no number. */
  difference: string | null;
}

type Pair<T> = readonly [T, T];

const missing = '–';

/** Writes the difference of two values with its error, paired where both were measured on the same. */
function differenceOf(
  [first, second]: Pair<Measured | null>,
  scale: Scale,
  write: (value: number) => string,
) {
  return first && second ? deltaTexts(valueDelta(second, first, scale), write).join(' ') : null;
}

/** Writes a figure of each run and their difference, with its sign. */
function row(
  name: string,
  values: readonly [number | null | undefined, number | null | undefined],
  write: (value: number) => string,
): ComparedRow {
  const [a, b] = values.map((value) => value ?? null) as [number | null, number | null];
  const text = (value: number | null) => (value === null ? missing : write(value));
  const less = a === null || b === null ? null : b - a;
  const sign = less === null || less === 0 ? '' : less > 0 ? '+' : '−';
  return {
    name,
    texts: [text(a), text(b)],
    difference: less === null ? null : sign + write(Math.abs(less)),
  };
}

/** Compares the second run with the first; rows that neither has anything in are left out. */
export function useComparison(runs: Pair<ComparedRun>): ComparedRow[] {
  const task = useExperiment((e) => e.experiment.task);
  const textVocab = useRuns((r) => r.textFacts?.vocab);
  const own = useResultRows();
  const elsewhere = useElsewhereRows();
  const heldOut = useRuns((r) => r.heldOut);
  const captures = useRuns((r) => r.captures);
  const reading = useReading();
  return useWorded(() => {
    const { unit, value } = reading;
    const curves = Object.fromEntries(runs.flatMap((run) => (run.curves ? [[run.id, run.curves]] : [])));
    const validations = { curves, heldOut, captures };
    const results = [...own, ...elsewhere];
    const vocab = task ? chosenTask(task).tokens.length : textVocab;
    const both = <T>(of: (run: ComparedRun) => T): [T, T] => [of(runs[0]), of(runs[1])];
    const loss = (nats: number | null | undefined) => (typeof nats === 'number' ? value(nats) : null);
    const losses = (number: number) => formatMeasured(number, unit.isAccuracy ? 4 : unit.digits);
    const [first, second] = both(({ trained }) => trained && settingsOfRun(trained.experiment, trained.run));
    const ofTraining = settings.flatMap((setting): ComparedRow[] => {
      if (!first || !second) return [];
      const [a, b] = [setting.read(first), setting.read(second)];
      if (a === b) return [];
      return [
        {
          name: entryName('settings', setting),
          texts: [valueInWords(a), valueInWords(b)],
          difference: null,
        },
      ];
    });
    const validated: {
      name: string;
      measured: Pair<Measured | null>;
      scale: Scale;
      write(value: number): string;
      writeDifference?(value: number): string;
    }[] = [
      {
        name: t('compare.figures.validationLoss'),
        measured: both(({ id }) => lastLoss(validations, id)),
        scale: reading,
        write: losses,
      },
      {
        name: t('compare.figures.bestValidation'),
        measured: both(({ id }) => lowestLoss(validations, id)),
        scale: reading,
        write: losses,
      },
      {
        name: t('compare.figures.validationAccuracy'),
        measured: both(({ id }) => lastAccuracy(validations, id)),
        scale: asItIs,
        write: (share) => formatPercent(share),
        writeDifference: (share) => formatDifference('share', share, { value: share }),
      },
    ];
    const costs = both(({ trained }) =>
      trained && vocab !== undefined ? trainingCost(trained.experiment, trained.run, vocab) : null,
    );
    // Of a run of elsewhere alone, as the page has views of its own for its runs.
    const measured = runs.some(({ isElsewhere, indicators }) => isElsewhere && indicators)
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
      row(
        t('kit.step'),
        both(({ id }) => curves[id]?.train.last?.step),
        formatCount,
      ),
      row(
        t('compare.figures.trainingLoss'),
        both(({ id }) => loss(curves[id]?.train.last?.value)),
        losses,
      ),
      ...validated.map(({ name, measured, scale, write, writeDifference = write }): ComparedRow => {
        const told = (of: Measured | null) => (of ? write(scale.value(of.value)) : missing);
        return {
          name,
          texts: [told(measured[0]), told(measured[1])],
          difference: differenceOf(measured, scale, writeDifference),
        };
      }),
      ...columnsOf(results).map((column): ComparedRow => {
        const [a, b] = both(({ id }) => results.find((result) => result.id === id));
        const texts = [a, b].map((of) => (of && textAt(of, column)) ?? missing) as [string, string];
        const [delta, estimate] = a && b ? [resultDelta(b, a, column), estimateAt(b, column)] : [];
        const write = (value: number) => formatDifference(column.metric.unit, value, estimate ?? { value });
        const difference = delta ? deltaTexts(delta, write).join(' ') : null;
        return {
          name: t('compare.figures.evaluated', { metric: entryName('metrics', column.metric) }),
          texts,
          difference,
        };
      }),
      ...measured,
    ];
    return rows.filter(({ texts }) => texts.some((text) => text !== missing));
  }, [task, runs, textVocab, own, elsewhere, heldOut, captures, reading]);
}

/** The mean over the layers that have it; null where none does. */
function meanOver(indicators: ComparedRun['indicators'], measure: LayerMeasure): number | null {
  const values = (indicators ?? []).flatMap((of) => measure.of({ indicators: of, scores: null }) ?? []);
  return values.length > 0 ? mean(values) : null;
}
