/** Chooses which maps stand small beside each other: of all layers of the run, of one, or the same one of every run. */
import { NativeSelect } from '@mantine/core';
import { memo } from 'react';
import { mapsOf, type View } from '../../../document/view';
import { t } from '../../../i18n/i18n';
import { useView } from '../../AppContext';
import classes from '../../heatmap/heatmap.module.css';
import { useLanguage } from '../../useLanguage';

export const MapsOfChoice = memo(function MapsOfChoice() {
  useLanguage();
  const chosen = useView((v) => v.mapsOf);
  const mapKind = useView((v) => v.mapKind);
  const set = useView((v) => v.set);
  const name = (of: View['mapsOf']) => (of === 'runs' && mapKind !== 'heads' ? 'runsOverHeads' : of);
  return (
    <NativeSelect
      aria-label={t('maps.of.label')}
      className={classes.kind}
      data={mapsOf.map((of) => ({ value: of, label: t(`maps.of.${name(of)}`) }))}
      value={chosen}
      onChange={(event) => set({ mapsOf: event.currentTarget.value as View['mapsOf'] })}
      data-testid="maps-of"
    />
  );
});
