/** Lists the runs of files that were dropped onto the page, a group for each file, which is hidden or removed as a whole. */
import { ActionIcon } from '@mantine/core';
import { Eye, EyeOff, X } from 'lucide-react';
import { isSameLearned, learnedNames } from '../../../app/files/readOnly/learned';
import type { ReadOnlyGroup } from '../../../app/files/readOnly/readOnlyRuns';
import type { ReadOnlyRun } from '../../../app/files/readOnly/run';
import { settingsDifference } from '../../../experiment/settingsDifference';
import { formatCount, formatMeasured, formatPercent } from '../../../format/numbers';
import { isolated } from '../../../format/visible';
import { t } from '../../../i18n/i18n';
import { useApp, useExperiment, useReadOnlyRuns } from '../../AppContext';
import { useLearnedHere } from '../../charts/readOnlyLines';
import { useReading } from '../../charts/units';
import { Hint } from '../../kit/Hint';
import { Isolated } from '../../kit/Isolated';
import { RunSwatch } from '../../kit/RunSwatch';
import { useLanguage } from '../../useLanguage';
import classes from './ReadOnlyGroups.module.css';

export function ReadOnlyGroups() {
  const groups = useReadOnlyRuns((r) => r.groups);
  return groups.map((group, i) => <Group key={group.id} group={group} index={i} />);
}

function Group({ group, index }: { group: ReadOnlyGroup; index: number }) {
  const { readOnly } = useApp();
  const here = useLearnedHere();
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
      <Aside group={group} />
      {runs.some(({ isAssumed }) => isAssumed) && (
        <p className={classes.note} data-testid="read-only-assumed">
          {t('app.readOnly.assumed')}
        </p>
      )}
      <OtherSettings group={group} />
      <ul>
        {runs.map((run, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the runs of a file stay as they are
          <li key={i}>
            <RunSwatch style={run.style} hidden={hidden || !isSameLearned(run.learned, here)} elsewhere />
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

/** Says which runs were trained on something else than the page is: their losses say nothing beside its own. */
function Aside({ group: { runs } }: { group: ReadOnlyGroup }) {
  useLanguage();
  const here = useLearnedHere();
  const aside = runs.filter(({ learned }) => !isSameLearned(learned, here));
  if (aside.length === 0) return null;
  return (
    <p className={classes.note} data-testid="read-only-aside">
      {t('runs.readOnly.aside', {
        count: aside.length,
        runs: formatCount(aside.length),
        data: learnedNames(
          aside.map(({ learned }) => learned),
          here,
        ),
      })}
    </p>
  );
}

/** Says which of the experiment's settings the file has otherwise; nothing where its runs are set aside, or it does not tell them. */
function OtherSettings({ group: { runs } }: { group: ReadOnlyGroup }) {
  useLanguage();
  const here = useLearnedHere();
  const experiment = useExperiment((e) => e.experiment);
  const [first] = runs;
  if (!first?.trained || !isSameLearned(first.learned, here)) return null;
  const others = settingsDifference(experiment, first.trained.experiment);
  if (others.length === 0) return null;
  return (
    <p className={classes.note} data-testid="read-only-settings">
      {t('runs.readOnly.settings', { settings: others.join(', ') })}
    </p>
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
