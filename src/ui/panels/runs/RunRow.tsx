/** Shows one run in a row: mark, name, its layers from first to last, last loss, and what can be done with it. */

import { ActionIcon } from '@mantine/core';
import { Eye, EyeOff } from 'lucide-react';
import { memo, useMemo } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { hasOtherBatches, overridesInWords } from '../../../experiment/overrides';
import { styleOf } from '../../../experiment/runStyles';
import type { Run } from '../../../experiment/schema';
import { formatMeasured } from '../../../format/numbers';
import { isolated } from '../../../format/visible';
import { t } from '../../../i18n/i18n';
import { useChosenLayerOf, useExperiment, useRuns, useView } from '../../AppContext';
import { useReading } from '../../charts/units';
import { ClippedName } from '../../kit/ClippedName';
import { Hint } from '../../kit/Hint';
import { RunSwatch } from '../../kit/RunSwatch';
import { useMark } from '../../kit/useMark';
import { useLanguage } from '../../useLanguage';
import { EarlierStack } from './EarlierStack';
import { LayerCell } from './LayerCell';
import { PinButton } from './PinButton';
import { RowLoss } from './RowLoss';
import { RunFailure } from './RunFailure';
import { RunMenu } from './RunMenu';
import classes from './RunRow.module.css';

/** Letters fit into the cells of a stack up to this deep. */
const mostLetters = 4;

/** Of eight rows an edit of one run draws one anew. */
export const RunRow = memo(function RunRow({ run, index }: { run: Run; index: number }) {
  useLanguage();
  const selected = useChosenLayerOf(run);
  const chosen = selected !== null;
  const hidden = useView((v) => v.hiddenRuns.includes(run.id));
  const style = useExperiment((e) => styleOf(e.experiment.runs, run.id));
  const set = useView((v) => v.set);
  return (
    <li {...useMark(`run:${run.id}`)} className={classes.row} data-chosen={chosen || undefined}>
      <RunSwatch style={style} hidden={hidden} />
      <div className={classes.stack}>
        <button
          type="button"
          className={classes.name}
          // The strip is where the Tab key leads; the name is for the pointer.
          tabIndex={-1}
          title={isolated(run.name)}
          data-testid={`run-name-${index}`}
          onClick={() => set({ runId: run.id })}
        >
          <ClippedName text={run.name} wraps />
        </button>
        <ol
          className={classes.strip}
          aria-label={t('runs.row.layers', { run: isolated(run.name) })}
          data-letters={run.layers.length <= mostLetters || undefined}
        >
          {run.layers.map((layer, l) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a layer is its position
            <LayerCell key={l} run={run} runIndex={index} index={l} layer={layer} selected={l === selected} />
          ))}
        </ol>
      </div>
      <LastLoss run={run} index={index} />
      <div className={classes.tools}>
        <PinButton name={isolated(run.name)} runIds={[run.id]} testId={`pin-${index}`} focusable={chosen} />
        <Visibility run={run} index={index} hidden={hidden} focusable={chosen} />
        <RunMenu run={run} index={index} focusable={chosen} />
      </div>
      <div className={classes.notes}>
        <OwnSettings run={run} index={index} />
        <RunFailure run={run} index={index} />
        <EarlierStack run={run} index={index} />
      </div>
    </li>
  );
});

/** Of the last step's batch, in the unit of the chart; after an accuracy it stays a loss. */
function LastLoss({ run, index }: { run: Run; index: number }) {
  const { unit, value } = useReading();
  const loss = useRuns((r) => r.curves[run.id]?.train.last?.value);
  const members = useMemo(() => [run], [run]);
  return (
    <RowLoss
      members={members}
      text={loss === undefined ? '–' : formatMeasured(value(loss), unit.digits)}
      title={t('runs.row.lastLoss')}
      testId={`loss-${index}`}
    />
  );
}

interface ToolProps {
  run: Run;
  index: number;
  /** The tools of the chosen run are stops of the Tab key, so that eight runs are not 24 stops. */
  focusable: boolean;
}

function Visibility({ run, index, hidden, focusable }: ToolProps & { hidden: boolean }) {
  const hiddenRuns = useView((v) => v.hiddenRuns);
  const set = useView((v) => v.set);
  const toggle = () =>
    set({ hiddenRuns: hidden ? hiddenRuns.filter((id) => id !== run.id) : [...hiddenRuns, run.id] });
  return (
    <Hint label={t(hidden ? 'runs.row.showCurves' : 'runs.row.hideCurves')}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size={26}
        tabIndex={focusable ? 0 : -1}
        aria-pressed={!hidden}
        aria-label={t('runs.row.curves', { run: isolated(run.name) })}
        data-testid={`legend-${index}`}
        onClick={toggle}
      >
        {hidden ? <EyeOff size={17} /> : <Eye size={17} />}
      </ActionIcon>
    </Hint>
  );
}

/** What the run has of its own, which opens the dialog that changes it; nothing where it shares all. */
function OwnSettings({ run, index }: { run: Run; index: number }) {
  const words = useExperiment(useShallow((e) => overridesInWords(e.experiment, run)));
  const otherBatches = useExperiment((e) => hasOtherBatches(e.experiment, run));
  const set = useView((v) => v.set);
  if (words.length === 0) return null;
  return (
    <p className={classes.own}>
      <button
        type="button"
        aria-label={t('runs.row.settings', { run: isolated(run.name), settings: words.join(', ') })}
        data-testid={`own-settings-${index}`}
        onClick={() => set({ dialog: { kind: 'overrides', runId: run.id } })}
      >
        {words.join(', ')}
      </button>
      {otherBatches && (
        <span className="muted" data-testid={`other-batches-${index}`}>
          {t('runs.row.otherBatches', { seed: run.overrides?.seed })}
        </span>
      )}
    </p>
  );
}
