/** What a layer of each variant, or the stack of each run, costs against the length of the text, and from which length on it costs less. */
import { NativeSelect, SegmentedControl } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { CostSizes } from '../../../attention/variant';
import { referenceRun } from '../../../document/view';
import { styleOf } from '../../../experiment/runStyles';
import type { Run } from '../../../experiment/schema';
import { formatCount } from '../../../format/numbers';
import { isolated } from '../../../format/visible';
import { t } from '../../../i18n/i18n';
import {
  type CostMeasureId,
  cheaperFrom,
  costCurve,
  costLengths,
  costMeasures,
} from '../../../measure/costCurves';
import { useApp, useExperiment, useView } from '../../AppContext';
import { type CostItem, costLines, isFree, variantItems } from '../../charts/costLines';
import { useFilteredOut } from '../../charts/useHiddenRuns';
import { costFigure } from '../../figures/costFigure';
import { figureFacts } from '../../figures/facts';
import { CopyTable } from '../../kit/CopyButtons';
import { FilteredOut } from '../../kit/FilteredOut';
import { RunSwatch } from '../../kit/RunSwatch';
import { SaveFigure } from '../../kit/SaveFigure';
import { CostChart } from './CostChart';
import classes from './CostsPanel.module.css';
import { StackCosts } from './StackCosts';

const stackItems = (runs: readonly Run[]): CostItem[] =>
  runs.map(({ id, name, layers }) => ({ id, name, style: styleOf(runs, id), layers }));

export function CostCurves() {
  const app = useApp();
  const { model, batch, runs } = useExperiment((e) => e.experiment);
  const pinnedRun = useView((v) => v.pinnedRun);
  const [what, setWhat] = useState<'layer' | 'stack'>('layer');
  const [measure, setMeasure] = useState<CostMeasureId>('prefill');
  const sizes = { B: batch, L: model.context, d: model.dModel, h: model.heads };
  const leftOut = useFilteredOut();
  const all = useMemo(() => (what === 'layer' ? variantItems : stackItems(runs)), [what, runs]);
  const items = useMemo(() => all.filter(({ id }) => !leftOut.has(id)), [all, leftOut]);
  const reference = what === 'layer' ? 'standard' : referenceRun(runs, { pinnedRun }).id;
  // Also where the filter leaves it out.
  const yardstick = all.find(({ id }) => id === reference) as CostItem;
  const pinned = all.find(({ id }) => id === pinnedRun) ?? null;
  return (
    <div className={classes.part}>
      <h2>{t('costs.byLength.title')}</h2>
      <div className={classes.row}>
        <SegmentedControl
          size="sm"
          aria-label={t('costs.byLength.what')}
          data-testid="cost-what"
          value={what}
          onChange={(value) => setWhat(value as typeof what)}
          data={(['layer', 'stack'] as const).map((value) => ({
            value,
            label: t(`costs.byLength.${value}`),
          }))}
        />
        <NativeSelect
          size="sm"
          aria-label={t('costs.byLength.measure')}
          data-testid="cost-measure"
          value={measure}
          onChange={(event) => setMeasure(event.currentTarget.value as CostMeasureId)}
          data={(Object.keys(costMeasures) as CostMeasureId[]).map((value) => ({
            value,
            label: t(`costs.byLength.${value}`),
          }))}
        />
        <SaveFigure
          what={t('costs.byLength.save')}
          testId="save-costs"
          disabled={items.every((item) => isFree(measure, item, sizes))}
          figure={() => costFigure(measure, what, items, yardstick, sizes, figureFacts(app).link)}
        />
      </div>
      {what === 'stack' && <p className="muted">{t('costs.byLength.stackNote')}</p>}
      {what === 'stack' && <FilteredOut testId="stack-costs-filtered" />}
      <CostChart measure={measure} items={items} yardstick={yardstick} sizes={sizes} />
      <Crossings measure={measure} items={items} yardstick={yardstick} sizes={sizes} />
      {what === 'stack' && <StackCosts measure={measure} items={items} pinned={pinned} sizes={sizes} />}
      <CopyTable
        what={t('costs.byLength.copy')}
        testId="copy-costs"
        table={() => ({
          columns: [what === 'layer' ? 'variant' : 'run', ...costLengths.map(String)],
          rows: items.map(({ name, layers }) => [name, ...costCurve(measure, layers, sizes)]),
        })}
      />
    </div>
  );
}

interface CrossingsProps {
  measure: CostMeasureId;
  items: readonly CostItem[];
  yardstick: CostItem;
  sizes: CostSizes;
}

/** Says from where each line is below the yardstick's; names the lines too, where the chart has no room for that. */
function Crossings({ measure, items, yardstick, sizes }: CrossingsProps) {
  const lines = costLines(measure, items, sizes);
  return (
    <ul className={classes.crossings} data-testid="cost-crossings">
      {items.map((item) => {
        const { id, name, layers } = item;
        const from = cheaperFrom(measure, layers, yardstick.layers, sizes);
        const line = lines.find(({ names }) => names.includes(name));
        const key =
          item === yardstick ? 'standard' : from === null ? 'never' : from === 1 ? 'always' : 'from';
        return (
          <li key={id}>
            <span>{line && <RunSwatch style={line.style} />}</span>
            {t(`costs.byLength.${key}`, {
              name: isolated(name),
              other: isolated(yardstick.name),
              length: formatCount(from ?? 0),
            })}
            {!line && ` ${t('costs.byLength.free')}`}
          </li>
        );
      })}
    </ul>
  );
}
