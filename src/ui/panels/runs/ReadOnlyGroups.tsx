/** Lists the runs of files that were dropped onto the page, a group for each file, which is hidden or removed as a whole. */
import { ActionIcon } from '@mantine/core';
import { Eye, EyeOff, X } from 'lucide-react';
import type { ReadOnlyGroup } from '../../../app/files/readOnly/readOnlyRuns';
import type { ReadOnlyRun } from '../../../app/files/readOnly/run';
import { formatMeasured, formatPercent } from '../../../format/numbers';
import { isolated } from '../../../format/visible';
import { t } from '../../../i18n/i18n';
import { useApp, useReadOnlyRuns } from '../../AppContext';
import { useReading } from '../../charts/units';
import { Hint } from '../../kit/Hint';
import { Isolated } from '../../kit/Isolated';
import { RunSwatch } from '../../kit/RunSwatch';
import classes from './ReadOnlyGroups.module.css';

export function ReadOnlyGroups() {
  const groups = useReadOnlyRuns((r) => r.groups);
  return groups.map((group, i) => <Group key={group.id} group={group} index={i} />);
}

function Group({ group, index }: { group: ReadOnlyGroup; index: number }) {
  const { readOnly } = useApp();
  const { id, file, runs, hidden } = group;
  return (
    <section
      className={classes.group}
      aria-label={t('runs.readOnly.label', { file: isolated(file) })}
      data-testid={`read-only-${index}`}
    >
      <header>
        <h2>
          <Isolated text={file} />
        </h2>
        <span className="muted">{t('runs.readOnly.note')}</span>
        <Hint label={t(hidden ? 'runs.row.showCurves' : 'runs.row.hideCurves')}>
          <ActionIcon
            variant="subtle"
            color="gray"
            size={26}
            aria-pressed={!hidden}
            aria-label={t('runs.row.curves', { run: isolated(file) })}
            data-testid={`read-only-legend-${index}`}
            onClick={() => readOnly.toggle(id)}
          >
            {hidden ? <EyeOff size={17} /> : <Eye size={17} />}
          </ActionIcon>
        </Hint>
        <Hint label={t('runs.readOnly.remove')}>
          <ActionIcon
            variant="subtle"
            color="gray"
            size={26}
            aria-label={t('runs.readOnly.removeOf', { file: isolated(file) })}
            data-testid={`read-only-remove-${index}`}
            onClick={() => readOnly.remove(id)}
          >
            <X size={17} />
          </ActionIcon>
        </Hint>
      </header>
      <ul>
        {runs.map((run, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the runs of a file stay as they are
          <li key={i}>
            <RunSwatch style={run.style} hidden={hidden} />
            <span className={classes.name} title={isolated(run.name)}>
              <Isolated text={run.name} />
            </span>
            <LastValue run={run} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The last accuracy where the chart has accuracies, else the last validation loss, or training loss where none was measured. */
function LastValue({ run: { curves } }: { run: ReadOnlyRun }) {
  const { unit, value } = useReading();
  const accuracy = curves.accuracy.last?.value;
  const loss = (curves.validation.last ?? curves.train.last)?.value;
  const text = unit.isAccuracy
    ? accuracy === undefined
      ? '–'
      : formatPercent(accuracy)
    : loss === undefined
      ? '–'
      : formatMeasured(value(loss), unit.digits);
  return (
    <span className={classes.value} title={t('runs.readOnly.lastValue')}>
      {text}
    </span>
  );
}
