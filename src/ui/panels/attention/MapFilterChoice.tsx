/** Chooses which small maps of the run are shown, and in which order. */
import { ActionIcon, Button, Indicator, NativeSelect, Popover, Switch } from '@mantine/core';
import { isEqual, pick } from 'es-toolkit';
import { Funnel } from 'lucide-react';
import { memo } from 'react';
import { defaultView, mapPrinciples, mapSwitches, type View } from '../../../document/view';
import { entryName } from '../../../format/words';
import { t } from '../../../i18n/i18n';
import { useChosenRun, useExperiment, useView } from '../../AppContext';
import classes from '../../heatmap/heatmap.module.css';
import { filterFields, filterScore } from '../../heatmap/mapFilter';
import { Hint } from '../../kit/Hint';
import { NumberField } from '../../kit/NumberField';
import { principleWords } from '../../kit/principleWords';
import { useLanguage } from '../../useLanguage';
import { scoresOffered } from '../inside/headsFigure';

const unfiltered = pick(defaultView, filterFields);

/** @param disabled maps of runs are filtered by the list of runs */
export const MapFilterChoice = memo(function MapFilterChoice({ disabled }: { disabled: boolean }) {
  useLanguage();
  const isFiltered = useView((v) => !isEqual(pick(v, filterFields), unfiltered));
  const isSet = isFiltered && !disabled;
  return (
    <Popover position="bottom-end" withinPortal trapFocus returnFocus shadow="md">
      <Indicator disabled={!isSet} size={10}>
        <Hint label={t('maps.filter.open')}>
          <Popover.Target>
            <ActionIcon
              variant={isSet ? 'light' : 'default'}
              size="lg"
              aria-label={t(isSet ? 'maps.filter.openSet' : 'maps.filter.open')}
              data-testid="map-filter"
              disabled={disabled}
            >
              <Funnel size={18} />
            </ActionIcon>
          </Popover.Target>
        </Hint>
      </Indicator>
      <Popover.Dropdown aria-label={t('maps.filter.open')}>
        <Choices isSet={isSet} />
      </Popover.Dropdown>
    </Popover>
  );
});

function Choices({ isSet }: { isSet: boolean }) {
  const run = useChosenRun();
  const task = useExperiment((e) => e.experiment.task);
  const { mapKind, mapScore, mapLeast, strongestFirst, mapPrinciple, mapLayer, mapSwitched, set } = useView();
  const ofHeads = mapKind === 'heads';
  const score = filterScore({ mapScore }, task);
  return (
    <div className={classes.colours}>
      <NativeSelect
        label={t('maps.filter.layer')}
        data-testid="filter-layer"
        value={mapLayer === null ? '' : String(mapLayer)}
        onChange={({ currentTarget: { value } }) => set({ mapLayer: value === '' ? null : Number(value) })}
        data={[
          { value: '', label: t('maps.filter.allLayers') },
          ...run.layers.map((_, l) => ({
            value: String(l),
            label: t('maps.grid.layer', { layer: l + 1 }),
          })),
        ]}
      />
      <NativeSelect
        label={t('maps.filter.principle')}
        data-testid="filter-principle"
        value={mapPrinciple}
        onChange={(event) => set({ mapPrinciple: event.currentTarget.value as View['mapPrinciple'] })}
        data={mapPrinciples.map((id) => ({
          value: id,
          label: id === 'all' ? t('maps.filter.allPrinciples') : principleWords(id).name,
        }))}
      />
      <NativeSelect
        label={t('maps.filter.score')}
        description={ofHeads ? undefined : t('maps.filter.headsOnly')}
        disabled={!ofHeads}
        data-testid="filter-score"
        value={score?.id ?? 'none'}
        onChange={(event) => set({ mapScore: event.currentTarget.value })}
        data={[
          { value: 'none', label: t('maps.filter.anyScore') },
          ...scoresOffered(task).map((one) => ({ value: one.id, label: entryName('headScores', one) })),
        ]}
      />
      {ofHeads && score && (
        <>
          <NumberField
            label={t('maps.filter.least')}
            value={mapLeast}
            testId="filter-least"
            commitsTyping
            onCommit={(least) => {
              if (!(least >= 0 && least < 1)) return t('maps.filter.refused');
              set({ mapLeast: least });
              return null;
            }}
          />
          <Switch
            label={t('maps.filter.strongest')}
            data-testid="filter-strongest"
            checked={strongestFirst}
            onChange={(event) => set({ strongestFirst: event.currentTarget.checked })}
          />
        </>
      )}
      <NativeSelect
        label={t('maps.filter.switched.label')}
        disabled={!ofHeads}
        data-testid="filter-switched"
        value={mapSwitched}
        onChange={(event) => set({ mapSwitched: event.currentTarget.value as View['mapSwitched'] })}
        data={mapSwitches.map((id) => ({ value: id, label: t(`maps.filter.switched.${id}`) }))}
      />
      <Button
        variant="default"
        size="xs"
        // Not disabled itself: the focus, which is on it after a press, would be lost, and Escape with it.
        aria-disabled={!isSet}
        data-disabled={!isSet || undefined}
        data-testid="filter-none"
        onClick={() => isSet && set(unfiltered)}
      >
        {t('maps.filter.reset')}
      </Button>
    </div>
  );
}
