/** Filters and sorts the list of runs, and says how many of them are shown. */
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { formatCount } from '../../../format/numbers';
import { t } from '../../../i18n/i18n';
import { useExperiment } from '../../AppContext';
import classes from './ListTools.module.css';
import { type RunSort, runSorts } from './listedRuns';

interface Props {
  typed: string;
  onType(typed: string): void;
  /** What is wrong with the filter; null for nothing. */
  refusal: string | null;
  sort: RunSort;
  onSort(sort: RunSort): void;
  /** Runs that are shown. */
  shown: number;
}

export function ListTools({ typed, onType, refusal, sort, onSort, shown }: Props) {
  const all = useExperiment((e) => e.experiment.runs.length);
  const onTask = useExperiment((e) => e.experiment.task !== null);
  return (
    <div className={classes.tools}>
      <TextInput
        size="xs"
        className={classes.filter}
        aria-label={t('runs.listTools.filter')}
        placeholder={t('runs.listTools.filter')}
        title={t('runs.listTools.filterHelp')}
        data-testid="run-filter"
        value={typed}
        error={refusal}
        onChange={(event) => onType(event.currentTarget.value)}
      />
      <NativeSelect
        size="xs"
        className={classes.sort}
        aria-label={t('runs.listTools.sort')}
        data-testid="run-sort"
        value={sort}
        data={runSorts
          .filter((one) => one !== 'accuracy' || onTask)
          .map((value) => ({ value, label: t(`runs.listTools.sorts.${value}`) }))}
        onChange={(event) => onSort(event.currentTarget.value as RunSort)}
      />
      {/* Its place is kept where nothing is hidden, so that a screen reader hears it change. */}
      <p className={classes.shown} role="status" data-testid="runs-shown">
        {shown < all && (
          <>
            {t('runs.listTools.shown', { count: all, shown: formatCount(shown), all: formatCount(all) })}{' '}
            <Button size="compact-xs" variant="subtle" data-testid="show-all-runs" onClick={() => onType('')}>
              {t('runs.listTools.showAll')}
            </Button>
          </>
        )}
      </p>
    </div>
  );
}
