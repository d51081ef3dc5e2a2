/** Shows the maps of the chosen run for a probe text, layers by heads, and one of them large. */

import { Button, Select } from '@mantine/core';
import { isEqual } from 'es-toolkit';
import { Shuffle } from 'lucide-react';
import { memo, useMemo } from 'react';
import { chosenTask, shownSample, type TaskChoice } from '../../../data/tasks';
import type { Run } from '../../../experiment/schema';
import { formatCount } from '../../../format/numbers';
import { cutName } from '../../../format/runName';
import { isolated, labelWidth, visibleText } from '../../../format/visible';
import { t } from '../../../i18n/i18n';
import type { ProbeResult } from '../../../runtime/protocol';
import { useApp, useChosenLayer, useChosenRun, useExperiment, useRuns, useView } from '../../AppContext';
import { characterWidth } from '../../charts/axisProps';
import { useFilteredOut } from '../../charts/useHiddenRuns';
import { figureFacts } from '../../figures/facts';
import { BigMap } from '../../heatmap/BigMap';
import { ColourLegend } from '../../heatmap/ColourLegend';
import { type Colouring, weightColouring } from '../../heatmap/colouring';
import classes from '../../heatmap/heatmap.module.css';
import { MapGrid } from '../../heatmap/MapGrid';
import type { FilteredMaps } from '../../heatmap/mapFilter';
import { RunsRow } from '../../heatmap/RunsRow';
import { shownMap } from '../../heatmap/shownMap';
import { useFilteredMaps } from '../../heatmap/useFilteredMaps';
import { useMomentOfEveryRun } from '../../heatmap/useRunSource';
import { SaveFigure } from '../../kit/SaveFigure';
import { TaskSample } from '../../kit/TaskSample';
import { useSize } from '../../kit/useSize';
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
import { useTextNotes } from './useTextNotes';

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
  const notes = useTextNotes(current);
  const moment = useMoment();
  const everyRun = useMomentOfEveryRun(current?.runId ?? null);
  // The model may have fewer heads than when one was chosen; a map over all heads is one alone.
  const shownHead = mapKind === 'heads' ? Math.min(head, (current?.heads ?? 1) - 1) : 0;
  const large = useMemo(
    () => (enlarged && current ? shownMap(current, { kind: mapKind, layer, head: shownHead }) : null),
    [enlarged, current, mapKind, layer, shownHead],
  );
  const filtered = useFilteredMaps(current, run);
  const leftOut = useFilteredOut();
  const runsShown = useExperiment((e) => e.experiment.runs.filter(({ id }) => !leftOut.has(id)).length);
  const ofRuns = mapsOf === 'runs';
  const shown = filtered ? (ofRuns ? runsShown : filtered.shown) : 0;
  const counts = { count: shown, shown: formatCount(shown), all: formatCount(filtered?.all ?? 0) };
  const step = current
    ? t(isLive && moment !== null ? 'maps.stepLive' : 'maps.step', {
        step: formatCount(ofRuns ? (everyRun ?? current.step) : current.step),
      })
    : t('maps.noMaps');
  const count = filtered?.isSet && !ofRuns ? t('maps.filter.count', counts) : '';
  const told = [step, count].filter(Boolean);
  const saved = !filtered
    ? t('maps.save.none')
    : ofRuns
      ? t('maps.save.runs', counts)
      : t(shown < filtered.all ? 'maps.save.some' : 'maps.save.all', counts);
  const close = () => {
    set({ enlarged: false });
    const small = mapsOf === 'runs' ? `map-of-${run.id}` : `map-${layer}-${shownHead}`;
    document.querySelector<HTMLElement>(`[data-testid="${CSS.escape(small)}"]`)?.focus();
  };
  return (
    <section className={classes.panel} aria-label={title} data-testid={id}>
      <div className={classes.inputs}>
        <ProbeInputs {...notes} />
        <div className={classes.which}>
          <div className={classes.choose} data-controls>
            <MapKindChoice />
            <MapsOfChoice />
            <MapFilterChoice disabled={ofRuns} />
            <ColourChoice />
          </div>
          {/* There before the maps are, and with room for what a filter adds, so that nothing moves. */}
          <p className={`muted ${classes.told}`} title={told.join(' · ')}>
            <span data-testid={current ? 'probe-step' : undefined}>{step}</span>
            {told.length > 1 && ' · '}
            <span role="status" data-testid="maps-shown">
              {count}
            </span>
          </p>
          <ColourLegend colouring={colouring} testId="map-legend" />
          <SaveFigure
            what={saved}
            testId="save-maps"
            disabled={shown === 0}
            figure={() =>
              filtered &&
              current &&
              smallMapsFigure(app, {
                probe: current,
                filtered,
                leftOut,
                layer,
                head: shownHead,
                colouring,
                facts: figureFacts(app),
              })
            }
          />
        </div>
      </div>
      {current ? (
        <div className={classes.body}>
          {mapsOf === 'runs' ? (
            <RunsRow probe={current} layer={layer} head={shownHead} colouring={colouring} />
          ) : (
            filtered && <FilteredGrid probe={current} run={run} colouring={colouring} filtered={filtered} />
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
  colouring: Colouring;
  filtered: FilteredMaps;
}

/** The small maps of the run that the filter leaves. */
function FilteredGrid({ probe, run, colouring, filtered }: FilteredGridProps) {
  const { shown, all } = filtered;
  return (
    <div className={classes.filtered}>
      {shown === 0 && all > 0 && <p className="muted">{t('maps.filter.none')}</p>}
      <MapGrid attentionProbe={probe} layers={run.layers} colouring={colouring} filtered={filtered} />
    </div>
  );
}

interface ProbeInputsProps {
  cut: boolean;
  unknown: readonly string[];
}

/** What the field of the run takes beside its name, in CSS pixels. */
const besideName = 50;

/** Not drawn anew with each map: a select and a text field cost more than the maps. */
const ProbeInputs = memo(function ProbeInputs({ cut, unknown }: ProbeInputsProps) {
  useLanguage();
  const runs = useExperiment((e) => e.experiment.runs);
  const task = useExperiment((e) => e.experiment.task);
  const run = useChosenRun();
  const set = useView((v) => v.set);
  const longest = Math.max(...runs.map(({ name }) => labelWidth(visibleText(name))));
  const { ref, width } = useSize<HTMLInputElement>();
  // A text field cuts what is longer at its end.
  const fitting = width > 0 ? Math.floor((width - besideName) / characterWidth) : Number.POSITIVE_INFINITY;
  return (
    <>
      <Select
        ref={ref}
        className={classes.run}
        style={{ '--name': longest }}
        title={isolated(run.name)}
        aria-label={t('maps.run')}
        allowDeselect={false}
        data={runs.map(({ id, name }) => ({
          value: id,
          label: isolated(cutName(visibleText(name), fitting)),
        }))}
        renderOption={({ option }) => isolated(runs.find(({ id }) => id === option.value)?.name ?? '')}
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
