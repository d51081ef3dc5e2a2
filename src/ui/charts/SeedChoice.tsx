/** Chooses how runs that differ by their seed alone are drawn and listed; nothing where there are none. */
import { SegmentedControl } from '@mantine/core';
import { useMemo } from 'react';
import { seedDrawings, type View } from '../../document/view';
import { groupsBySeed, type SeedGroup } from '../../experiment/seedRuns';
import { t } from '../../i18n/i18n';
import { useExperiment, useView } from '../AppContext';

/** Returns the groups of more than one run. */
export function useSeedGroups(): readonly SeedGroup[] {
  const experiment = useExperiment((e) => e.experiment);
  return useMemo(() => groupsBySeed(experiment).filter(({ members }) => members.length > 1), [experiment]);
}

export function SeedChoice({ testId, className }: { testId: string; className?: string | undefined }) {
  const groups = useSeedGroups();
  const seedDrawing = useView((v) => v.seedDrawing);
  const set = useView((v) => v.set);
  if (groups.length === 0) return null;
  return (
    <fieldset className={className}>
      <legend>{t('curves.seeds.choice')}</legend>
      <SegmentedControl
        fullWidth
        size="xs"
        aria-label={t('curves.seeds.choice')}
        data-testid={testId}
        data={seedDrawings.map((value) => ({ value, label: t(`curves.seeds.choices.${value}`) }))}
        value={seedDrawing}
        onChange={(value) => set({ seedDrawing: value as View['seedDrawing'] })}
      />
    </fieldset>
  );
}
