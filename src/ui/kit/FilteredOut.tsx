/** Says beside a chart or a table that the filter of the list leaves runs out of it, and shows them again; nothing where it leaves none. */
import { Button } from '@mantine/core';
import { formatCount } from '../../format/numbers';
import { t } from '../../i18n/i18n';
import { useApp, useExperiment } from '../AppContext';
import { useFilteredOut } from '../charts/useHiddenRuns';
import { useLanguage } from '../useLanguage';

export function FilteredOut({ testId }: { testId: string }) {
  useLanguage();
  const { listFilter } = useApp();
  const all = useExperiment((e) => e.experiment.runs.length);
  const out = useFilteredOut().size;
  if (out === 0) return null;
  return (
    <p className="muted" data-controls data-testid={testId}>
      {t('kit.filteredOut.text', { count: all, out: formatCount(out), all: formatCount(all) })}{' '}
      <Button size="compact-xs" variant="subtle" onClick={() => listFilter.setState({ typed: '' })}>
        {t('kit.filteredOut.showAll')}
      </Button>
    </p>
  );
}
