/** Lists runs that differ by their seed alone as one row, which opens to a row for each of them. */
import { ActionIcon } from '@mantine/core';
import { ChevronDown, ChevronRight, Eye, EyeOff } from 'lucide-react';
import { useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { variant } from '../../../attention/variants';
import { styleOf } from '../../../experiment/runStyles';
import type { Run } from '../../../experiment/schema';
import { formatCount, formatMeasured } from '../../../format/numbers';
import { isolated } from '../../../format/visible';
import { t } from '../../../i18n/i18n';
import { type BandKind, bandOf } from '../../../measure/bands';
import { useChosenRun, useExperiment, useRuns, useView } from '../../AppContext';
import { groupName } from '../../charts/chartRuns';
import { useReading } from '../../charts/units';
import { ClippedName } from '../../kit/ClippedName';
import { Hint } from '../../kit/Hint';
import { RunSwatch } from '../../kit/RunSwatch';
import { PinButton } from './PinButton';
import { RowLoss } from './RowLoss';
import { RunRow } from './RunRow';
import classes from './RunRow.module.css';

interface Props {
  /** More than one. */
  members: readonly Run[];
  band: BandKind;
}

export function SeedGroupRow({ members, band }: Props) {
  const [open, setOpen] = useState(false);
  const runs = useExperiment((e) => e.experiment.runs);
  const chosen = useChosenRun();
  const hiddenRuns = useView((v) => v.hiddenRuns);
  const set = useView((v) => v.set);
  const first = members[0] as Run;
  const index = runs.indexOf(first);
  const ids = members.map(({ id }) => id);
  const hidden = ids.every((id) => hiddenRuns.includes(id));
  const name = groupName(first, members.length);
  const toggle = () =>
    set({
      hiddenRuns: hidden
        ? hiddenRuns.filter((id) => !ids.includes(id))
        : [...new Set([...hiddenRuns, ...ids])],
    });
  return (
    <li data-testid={`seeds-${index}`}>
      <div className={classes.row} data-chosen={(!open && ids.includes(chosen.id)) || undefined}>
        <RunSwatch style={styleOf(runs, first.id)} hidden={hidden} />
        <div className={classes.stack}>
          <button
            type="button"
            className={`${classes.name} ${classes.opens}`}
            aria-expanded={open}
            // The name is shown in two parts.
            aria-label={isolated(name)}
            title={isolated(name)}
            data-testid={`open-seeds-${index}`}
            onClick={() => setOpen(!open)}
          >
            {open ? (
              <ChevronDown size={14} aria-hidden="true" />
            ) : (
              <ChevronRight size={14} aria-hidden="true" />
            )}
            <ClippedName text={name} wraps />
          </button>
          <span className={classes.letters}>
            {first.layers.map((layer) => variant(layer.variant).short).join(' · ')}
          </span>
        </div>
        <MeanLoss members={members} band={band} testId={`seeds-loss-${index}`} />
        <div className={classes.tools}>
          <PinButton name={isolated(name)} runIds={ids} testId={`seeds-pin-${index}`} />
          <Hint label={t(hidden ? 'runs.row.showCurves' : 'runs.row.hideCurves')}>
            <ActionIcon
              variant="subtle"
              color="gray"
              size={26}
              aria-pressed={!hidden}
              aria-label={t('runs.row.curves', { run: isolated(name) })}
              data-testid={`seeds-legend-${index}`}
              onClick={toggle}
            >
              {hidden ? <EyeOff size={17} /> : <Eye size={17} />}
            </ActionIcon>
          </Hint>
        </div>
      </div>
      {open && (
        <ul className={classes.members} aria-label={isolated(name)}>
          {members.map((run) => (
            <RunRow key={run.id} run={run} index={runs.indexOf(run)} />
          ))}
        </ul>
      )}
    </li>
  );
}

interface MeanLossProps {
  members: readonly Run[];
  band: BandKind;
  testId: string;
}

/** Of the last step's batches, in the unit of the chart, over the runs that have trained. */
function MeanLoss({ members, band, testId }: MeanLossProps) {
  const { unit, value } = useReading();
  const losses = useRuns(
    useShallow((r) => members.flatMap(({ id }) => r.curves[id]?.train.last?.value ?? [])),
  );
  if (losses.length === 0) return <span className={classes.loss}>–</span>;
  const { mean, low, high } = bandOf(losses, band);
  const text = (loss: number) => formatMeasured(value(loss), unit.digits);
  return (
    <RowLoss
      members={members}
      text={text(mean)}
      title={t(`runs.seeds.${band}`, { low: text(low), high: text(high), seeds: formatCount(losses.length) })}
      testId={testId}
    />
  );
}
