/** Shows the maps of the chosen run for a probe text, layers by heads, and one of them large. */

import { Button, Select } from '@mantine/core';
import { isEqual, pick } from 'es-toolkit';
import { Shuffle } from 'lucide-react';
import { memo, useMemo } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { chosenTask, shownSample, type TaskChoice } from '../../../data/tasks';
import { defaultView } from '../../../document/view';
import type { Run } from '../../../experiment/schema';
import { formatCount } from '../../../format/numbers';
import { isolated } from '../../../format/visible';
import { t } from '../../../i18n/i18n';
import type { ProbeResult } from '../../../runtime/protocol';
import { useApp, useChosenLayer, useChosenRun, useExperiment, useRuns, useView } from '../../AppContext';
import { figureFacts } from '../../figures/facts';
import { BigMap } from '../../heatmap/BigMap';
import { ColourLegend } from '../../heatmap/ColourLegend';
import { type Colouring, weightColouring } from '../../heatmap/colouring';
import classes from '../../heatmap/heatmap.module.css';
import { MapGrid } from '../../heatmap/MapGrid';
import { filteredMaps, filterFields } from '../../heatmap/mapFilter';
import { RunsRow } from '../../heatmap/RunsRow';
import { shownMap } from '../../heatmap/shownMap';
import { useMomentOfEveryRun } from '../../heatmap/useRunSource';
import { SaveFigure } from '../../kit/SaveFigure';
import { TaskSample } from '../../kit/TaskSample';
import { WithTerms } from '../../kit/WithTerms';
import { useMoment } from '../../time/useMoment';
import { useLanguage } from '../../useLanguage';
import type { PanelProps } from '../panel';
import { ColourChoice } from './ColourChoice';
import { MapFilterChoice } from './MapFilterChoice';
import { MapKindChoice } from './MapKindChoice';
import { MapsOfChoice } from './MapsOfChoice';
import { ProbeText } from './ProbeText';
import { smallMapsFigure } from './smallMapsFigure';
import { useCurrentProbe } from './useCurrentProbe';

export function AttentionPanel({ id, title }: PanelProps) {
  const app = useApp();
  const run = useChosenRun();
  const { head, mapKind, mapsOf, mapScale, mapLow, mapHigh, enlarged, set } = useView();
  const layer = useChosenLayer();
  const colouring = useMemo(
    () => weightColouring({ mapScale, mapLow, mapHigh }),
    [mapScale, mapLow, mapHigh],
  );
  const { probe: current, isLive } = useCurrentProbe();
  const moment = useMoment();
  const everyRun = useMomentOfEveryRun(current?.runId ?? null);
  // The model may have fewer heads than when one was chosen; a map over all heads is one alone.
  const shownHead = mapKind === 'heads' ? Math.min(head, (current?.heads ?? 1) - 1) : 0;
  const large = useMemo(
    () => (enlarged && current ? shownMap(current, { kind: mapKind, layer, head: shownHead }) : null),
    [enlarged, current, mapKind, layer, shownHead],
  );
  const close = () => {
    set({ enlarged: false });
    const small = mapsOf === 'runs' ? `map-of-${run.id}` : `map-${layer}-${shownHead}`;
    document.querySelector<HTMLElement>(`[data-testid="${CSS.escape(small)}"]`)?.focus();
  };
  return (
    <section className={classes.panel} aria-label={title} data-testid={id}>
      <div className={classes.inputs}>
        <ProbeInputs cut={current?.cut ?? false} unknown={current?.unknown ?? []} />
        <div className={classes.choose} data-controls>
          <MapKindChoice />
          <MapsOfChoice />
          {mapsOf !== 'runs' && <MapFilterChoice />}
        </div>
        <ColourLegend colouring={colouring} testId="map-legend" />
        <div className={classes.choose} data-controls>
          <ColourChoice />
        </div>
        {/* There before the maps are, so that nothing moves when they come. */}
        <p className={`muted ${classes.step}`} data-testid={current ? 'probe-step' : undefined}>
          {current
            ? t(isLive && moment !== null ? 'maps.stepLive' : 'maps.step', {
                step: formatCount(mapsOf === 'runs' ? (everyRun ?? current.step) : current.step),
              })
            : t('maps.noMaps')}
        </p>
        <SaveFigure
          what={t('maps.save')}
          testId="save-maps"
          disabled={current === null}
          figure={() =>
            current &&
            smallMapsFigure(app, {
              probe: current,
              layer,
              head: shownHead,
              colouring,
              facts: figureFacts(app),
            })
          }
        />
      </div>
      {current ? (
        <div className={classes.body}>
          {mapsOf === 'runs' ? (
            <RunsRow probe={current} layer={layer} head={shownHead} colouring={colouring} />
          ) : (
            <FilteredGrid probe={current} run={run} layer={layer} colouring={colouring} />
          )}
          {large && (
            <BigMap
              attentionProbe={current}
              values={large}
              layer={layer}
              head={shownHead}
              runName={run.name}
              kind={mapKind}
              colouring={colouring}
              onClose={close}
            />
          )}
        </div>
      ) : (
        <p className="muted">{t(isLive ? 'maps.untrained' : 'maps.notCaptured')}</p>
      )}
    </section>
  );
}

interface FilteredGridProps {
  probe: ProbeResult;
  run: Run;
  layer: number;
  colouring: Colouring;
}

/** The small maps of the run that the filter leaves, and how many those are. */
function FilteredGrid({ probe, run, layer, colouring }: FilteredGridProps) {
  const task = useExperiment((e) => e.experiment.task);
  const filter = useView(
    useShallow((v) => pick(v, [...filterFields, 'mapKind', 'mapsOf', 'partsOff', 'principlesOff'] as const)),
  );
  const filtered = useMemo(
    () => filteredMaps(probe, run, { ...filter, layer }, task),
    [probe, run, filter, layer, task],
  );
  const { shown, all } = filtered;
  const isSet = shown < all || !isEqual(pick(filter, filterFields), pick(defaultView, filterFields));
  return (
    <div className={classes.filtered}>
      {/* There at once, so that it is told where a filter is set. */}
      <p className="muted" role="status" data-testid="maps-shown">
        {isSet ? t('maps.filter.count', { shown: formatCount(shown), all: formatCount(all) }) : ''}
        {shown === 0 && all > 0 && ` ${t('maps.filter.none')}`}
      </p>
      <MapGrid attentionProbe={probe} layers={run.layers} colouring={colouring} filtered={filtered} />
    </div>
  );
}

interface ProbeInputsProps {
  cut: boolean;
  unknown: readonly string[];
}

/** Not drawn anew with each map: a select and a text field cost more than the maps. */
const ProbeInputs = memo(function ProbeInputs({ cut, unknown }: ProbeInputsProps) {
  useLanguage();
  const runs = useExperiment((e) => e.experiment.runs);
  const task = useExperiment((e) => e.experiment.task);
  const run = useChosenRun();
  const set = useView((v) => v.set);
  return (
    <>
      <Select
        aria-label={t('maps.run')}
        allowDeselect={false}
        data={runs.map(({ id, name }) => ({ value: id, label: isolated(name) }))}
        value={run.id}
        onChange={(runId) => set({ runId })}
      />
      <span className="muted">
        <WithTerms text={t('maps.probe.name')} />
      </span>
      {task ? <ProbeSample task={task} /> : <ProbeText cut={cut} unknown={unknown} />}
    </>
  );
}, isEqual);

/** The sample of the task that the maps are of. */
function ProbeSample({ task }: { task: TaskChoice }) {
  const context = useExperiment((e) => e.experiment.model.context);
  const seed = useExperiment((e) => e.experiment.seed);
  const taskSample = useView((v) => v.taskSample);
  const set = useView((v) => v.set);
  const probeError = useRuns((r) => r.attentionProbeError);
  return (
    <div className={classes.probeSample}>
      <TaskSample
        sample={shownSample(task, context, seed, taskSample)}
        tokens={chosenTask(task).tokens}
        label={t('maps.probe.sample')}
      />
      <Button
        variant="default"
        leftSection={<Shuffle size={16} />}
        data-controls
        data-testid="another-sample"
        onClick={() => set({ taskSample: taskSample + 1 })}
      >
        {t('maps.probe.anotherSample')}
      </Button>
      {probeError && (
        <p className="error" role="alert">
          {probeError}
        </p>
      )}
    </div>
  );
}
