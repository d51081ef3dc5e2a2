/** Chooses how weights become colours: the scale, and the range by hand. */
import { ActionIcon, NativeSelect, Popover } from '@mantine/core';
import { Palette } from 'lucide-react';
import { memo } from 'react';
import { mapScales, type View } from '../../../document/view';
import { t } from '../../../i18n/i18n';
import { useView } from '../../AppContext';
import classes from '../../heatmap/heatmap.module.css';
import { Hint } from '../../kit/Hint';
import { NumberField } from '../../kit/NumberField';
import { useLanguage } from '../../useLanguage';

export const ColourChoice = memo(function ColourChoice() {
  useLanguage();
  return (
    <Popover position="bottom-end" withinPortal trapFocus returnFocus shadow="md">
      <Hint label={t('maps.scales.open')}>
        <Popover.Target>
          <ActionIcon
            variant="default"
            size="lg"
            aria-label={t('maps.scales.open')}
            data-testid="map-colours"
          >
            <Palette size={18} />
          </ActionIcon>
        </Popover.Target>
      </Hint>
      <Popover.Dropdown aria-label={t('maps.scales.open')}>
        <Choices />
      </Popover.Dropdown>
    </Popover>
  );
});

function Choices() {
  const mapScale = useView((v) => v.mapScale);
  const mapLow = useView((v) => v.mapLow);
  const mapHigh = useView((v) => v.mapHigh);
  const set = useView((v) => v.set);
  const setRange = (range: Partial<Pick<View, 'mapLow' | 'mapHigh'>>) => {
    const { mapLow: low, mapHigh: high } = { mapLow, mapHigh, ...range };
    if (!(low >= 0 && high <= 1 && low < high)) return t('maps.range.refused');
    set(range);
    return null;
  };
  return (
    <div className={classes.colours}>
      <NativeSelect
        label={t('maps.scales.label')}
        data-testid="map-scale"
        data={mapScales.map((scale) => ({ value: scale, label: t(`maps.scales.${scale}`) }))}
        value={mapScale}
        onChange={(event) => set({ mapScale: event.currentTarget.value as View['mapScale'] })}
      />
      {mapScale !== 'row' && (
        <>
          <NumberField
            label={t('maps.range.low')}
            value={mapLow}
            testId="map-low"
            onCommit={(low) => setRange({ mapLow: low })}
          />
          <NumberField
            label={t('maps.range.high')}
            value={mapHigh}
            testId="map-high"
            onCommit={(high) => setRange({ mapHigh: high })}
          />
        </>
      )}
    </div>
  );
}
