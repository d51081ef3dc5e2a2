/** Tabulates what was measured on this device beside what the formulas say of the same models, each against standard attention. */
import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import {
  type CostsByLength,
  type FormulaCost,
  type MeasuredCost,
  measuredLengths,
} from '../../../app/session/costMeasurement';
import { type VariantId, variants } from '../../../attention/variants';
import { formatBytes } from '../../../format/bytes';
import type { DataTable } from '../../../format/dataTable';
import { formatCompact, formatCount, formatFixed, formatSignificant } from '../../../format/numbers';
import { t } from '../../../i18n/i18n';
import type { UndisturbedTime } from '../../../runtime/protocol';
import { useCostMeasurement } from '../../AppContext';
import { CopyTable } from '../../kit/CopyButtons';
import { ScrollBox } from '../../kit/ScrollBox';
import classes from './CostsPanel.module.css';

/** Both of the same models. */
interface Costs {
  measured: CostsByLength<MeasuredCost>;
  formula: CostsByLength<FormulaCost>;
}

interface MeasuredValue {
  value: number;
  /** How far its rounds lie apart, and how many they are; null where it is no time. */
  spread: number | null;
  rounds: number | null;
}

/** What is held against its formula; null where it was not measured. */
interface Quantity {
  id: 'step' | 'prefill' | 'decode' | 'memory';
  formula(cost: FormulaCost): number;
  formulaText(value: number): string;
  measured(cost: MeasuredCost): MeasuredValue | null;
  measuredText(value: number, spread: number | null): string;
}

const inTime = {
  formulaText: formatCompact,
  measuredText(ms: number, spread: number | null) {
    // In the decimals that the time has in three digits, or where those would leave nothing of the spread one or two more.
    // A slow clock may tell 0, which has no digits.
    const decimals = Math.max(0, 2 - Math.floor(Math.log10(ms || spread || 1)));
    const shown = [0, 1, 2]
      .map((more) => decimals + more)
      .find((digits) => (spread ?? 0) >= 0.5 * 10 ** -digits);
    if (spread === null || shown === undefined)
      return t('costs.measured.msAlone', { ms: formatSignificant(ms, 3) });
    return t('costs.measured.ms', {
      ms: shown === decimals && ms > 0 ? formatSignificant(ms, 3) : formatFixed(ms, shown),
      spread: formatFixed(spread, shown),
    });
  },
};

const timeOf = ({ ms, spreadMs, rounds }: UndisturbedTime) => ({ value: ms, spread: spreadMs, rounds });

const quantities: readonly [Quantity, ...Quantity[]] = [
  {
    id: 'step',
    formula: ({ stepFlops }) => stepFlops,
    measured: ({ step }) => timeOf(step),
    ...inTime,
  },
  {
    id: 'prefill',
    formula: ({ prefillFlops }) => prefillFlops,
    measured: ({ prefill }) => timeOf(prefill),
    ...inTime,
  },
  {
    id: 'decode',
    formula: ({ decodeFlops }) => decodeFlops,
    measured: ({ decode }) => timeOf(decode),
    ...inTime,
  },
  {
    id: 'memory',
    formula: ({ bytes }) => bytes,
    formulaText: formatBytes,
    measured: ({ bytes }) => (bytes === null ? null : { value: bytes, spread: null, rounds: null }),
    measuredText: formatBytes,
  },
];

export function MeasuredTable() {
  const measured = useCostMeasurement((m) => m.costs);
  const formula = useCostMeasurement((m) => m.formulas);
  const of = useCostMeasurement((m) => m.of);
  const [id, setId] = useState<Quantity['id']>('step');
  if (!measured || !of) return null;
  const costs = { measured, formula };
  const quantity = quantities.find((one) => one.id === id) ?? quantities[0];
  const rounds = Object.values(measured)
    .flat()
    .flatMap((cost) => quantity.measured(cost)?.rounds ?? []);
  const isWhole = variants.every((variant) => measuredLengths.every((_, i) => measured[variant.id]?.[i]));
  return (
    <>
      <SegmentedControl
        size="xs"
        aria-label={t('costs.measured.what')}
        data-testid="measured-what"
        value={id}
        onChange={(value) => setId(value as Quantity['id'])}
        data={quantities.map(({ id: value }) => ({ value, label: t(`costs.measured.quantities.${value}`) }))}
      />
      <ScrollBox label={t('costs.measured.title')}>
        <table className={classes.table} data-testid="measured-costs">
          <caption className="muted">
            {t('costs.measured.caption', {
              ...of,
              batch: formatCount(of.batch),
              width: formatCount(of.width),
            })}{' '}
            {t(`costs.measured.explained.${id}`)}{' '}
            {rounds.length > 0 && `${t('costs.measured.spread', { rounds: fewestToMost(rounds) })} `}
            {t('costs.measured.ratioAbout')} {!isWhole && t('costs.measured.gaps')}
          </caption>
          <thead>
            <tr>
              <th scope="col" rowSpan={2}>
                {t('costs.measured.variant')}
              </th>
              {measuredLengths.map((length) => (
                <th key={length} scope="colgroup" colSpan={2}>
                  {t('costs.measured.length', { length: formatCount(length) })}
                </th>
              ))}
            </tr>
            <tr>
              {measuredLengths.flatMap((length) => [
                <th key={`${length} formula`} scope="col">
                  {t(id === 'memory' ? 'costs.measured.byFormula' : 'costs.measured.flops')}
                </th>,
                <th key={`${length} measured`} scope="col">
                  {t(id === 'memory' ? 'costs.measured.counted' : 'costs.measured.measured')}
                </th>,
              ])}
            </tr>
          </thead>
          <tbody>
            {variants.map((variant) => (
              <tr key={variant.id}>
                <th scope="row">{variant.name}</th>
                {measuredLengths.flatMap((length, i) => [
                  <Cell key={`${length} formula`} {...cellOf(costs, variant.id, i, quantity, 'formula')} />,
                  <Cell key={`${length} measured`} {...cellOf(costs, variant.id, i, quantity, 'measured')} />,
                ])}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
      <CopyTable
        what={t('costs.measured.copy')}
        testId="copy-measured"
        table={() => measurementsTable(costs)}
      />
    </>
  );
}

/** "5", or "5 to 40". */
function fewestToMost(counts: readonly number[]): string {
  const [fewest, most] = [Math.min(...counts), Math.max(...counts)].map(formatCount) as [string, string];
  return fewest === most ? fewest : t('costs.measured.fewestToMost', { fewest, most });
}

interface CellProps {
  /** null where nothing was measured. */
  text: string | null;
  /** Of standard attention's at the same length; null where either is not known. */
  ratio: number | null;
}

function Cell({ text, ratio }: CellProps) {
  return (
    <td>
      {text ?? '–'}
      {ratio !== null && (
        <small className={classes.ratio}>{t('costs.measured.ratio', { ratio: formatFixed(ratio, 2) })}</small>
      )}
    </td>
  );
}

/** @param place in `measuredLengths` */
function cellOf(
  costs: Costs,
  id: VariantId,
  place: number,
  quantity: Quantity,
  by: 'formula' | 'measured',
): CellProps {
  const read = (one: VariantId) => {
    const [cost, formula] = [costs.measured[one]?.[place], costs.formula[one]?.[place]];
    if (by === 'measured') return cost ? quantity.measured(cost) : null;
    return formula ? { value: quantity.formula(formula), spread: null } : null;
  };
  const [own, standard] = [read(id), read('standard')];
  return {
    text: own && quantity[`${by}Text`](own.value, own.spread),
    ratio: own && standard && own.value / standard.value,
  };
}

/** A row for each model that was measured. */
const measurementsTable = (costs: Costs): DataTable => ({
  columns: [
    ...['variant', 'length'],
    ...['step', 'prefill', 'decode'].flatMap((of) => [
      `${of}Flops`,
      `${of}Milliseconds`,
      `${of}Spread`,
      `${of}Rounds`,
    ]),
    ...['formulaBytes', 'countedBytes'],
  ],
  rows: variants.flatMap(({ id, name }) =>
    measuredLengths.flatMap((length, i) => {
      const [cost, formula] = [costs.measured[id]?.[i], costs.formula[id]?.[i]];
      if (!cost || !formula) return [];
      const figures = quantities.flatMap((one) => {
        const measured = one.measured(cost);
        const ofRounds = one.id === 'memory' ? [] : [measured?.spread ?? null, measured?.rounds ?? null];
        return [one.formula(formula), measured?.value ?? null, ...ofRounds];
      });
      return [[name, length, ...figures]];
    }),
  ),
});
