/** Chooses which maps are shown: those of heads, or a layer's over its heads. */
import { Select } from '@mantine/core';
import { memo } from 'react';
import { mapKinds } from '../../../document/view';
import { t } from '../../../i18n/i18n';
import { useView } from '../../AppContext';
import classes from '../../heatmap/heatmap.module.css';
import { useLanguage } from '../../useLanguage';

export const MapKindChoice = memo(function MapKindChoice() {
  useLanguage();
  const mapKind = useView((v) => v.mapKind);
  const set = useView((v) => v.set);
  return (
    <Select
      aria-label={t('maps.kind.label')}
      allowDeselect={false}
      className={classes.kind}
      comboboxProps={{ width: 'max-content', position: 'bottom-start' }}
      data={mapKinds.map((kind) => ({ value: kind, label: t(`maps.kind.${kind}`) }))}
      value={mapKind}
      onChange={(kind) => kind && set({ mapKind: kind })}
      data-testid="map-kind"
    />
  );
});
