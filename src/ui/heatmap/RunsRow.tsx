/** Draws the same map of every run that the filter of the list finds, side by side: of one layer and head. */
import { useMemo } from 'react';
import type { Run } from '../../experiment/schema';
import { formatCount } from '../../format/numbers';
import { isolated } from '../../format/visible';
import { t } from '../../i18n/i18n';
import type { ProbeResult } from '../../runtime/protocol';
import { useExperiment, useView } from '../AppContext';
import { useFilteredOut } from '../charts/useHiddenRuns';
import { FilteredOut } from '../kit/FilteredOut';
import { Isolated } from '../kit/Isolated';
import { useCapturesUnderWay } from '../time/useCapturesUnderWay';
import type { Colouring } from './colouring';
import classes from './heatmap.module.css';
import { MapCanvas } from './MapCanvas';
import { mapName } from './mapName';
import { shownMap } from './shownMap';
import { useMomentOfEveryRun, useRunSource } from './useRunSource';

/** Pixels of a map's side: larger ones show no more at the size they have. */
const pixels = 160;

interface RunsRowProps {
  /** That the page shows, of one of the runs. */
  probe: ProbeResult;
  /** From 0. */
  layer: number;
  head: number;
  colouring: Colouring;
}

interface RunMapProps extends RunsRowProps {
  run: Run;
  /** null for the newest. */
  moment: number | null;
}

export function RunsRow(props: RunsRowProps) {
  const runs = useExperiment((e) => e.experiment.runs);
  const kind = useView((v) => v.mapKind);
  const moment = useMomentOfEveryRun(props.probe.runId);
  const leftOut = useFilteredOut();
  return (
    <div>
      <FilteredOut testId="maps-filtered" />
      <ul
        className={classes.runs}
        aria-label={t('maps.runs.label', { map: mapName(kind, props.layer, props.head) })}
        data-testid="runs-row"
      >
        {runs
          .filter(({ id }) => !leftOut.has(id))
          .map((run) => (
            <li key={run.id}>
              <RunMap run={run} moment={moment} {...props} />
            </li>
          ))}
      </ul>
    </div>
  );
}

function RunMap({ run, moment, probe, layer, head, colouring }: RunMapProps) {
  const kind = useView((v) => v.mapKind);
  const enlarged = useView((v) => v.enlarged);
  const set = useView((v) => v.set);
  const source = useRunSource({ runId: run.id, shown: probe, moment });
  const isUnderWay = useCapturesUnderWay();
  const map = useMemo(() => source && shownMap(source, { kind, layer, head }), [source, kind, layer, head]);
  return (
    <>
      {map ? (
        <button
          type="button"
          className={classes.map}
          data-testid={`map-of-${run.id}`}
          aria-label={t('maps.runs.open', { run: isolated(run.name), map: mapName(kind, layer, head) })}
          aria-pressed={enlarged && run.id === probe.runId}
          onClick={() => set({ runId: run.id, enlarged: true, focusesMap: true })}
        >
          <MapCanvas map={map} head={0} T={probe.tokens.length} most={pixels} colouring={colouring} />
        </button>
      ) : (
        <p className={classes.nothing}>
          {source === null && layer < run.layers.length && isUnderWay
            ? t('maps.capturesUnderWay')
            : whyNone(run, source !== null, layer)}
        </p>
      )}
      <strong>
        <Isolated text={run.name} />
      </strong>
      {source && <small>{t('maps.runs.step', { step: formatCount(source.step) })}</small>}
    </>
  );
}

function whyNone(run: Run, isCaptured: boolean, layer: number): string {
  if (layer >= run.layers.length) return t('maps.runs.noLayer', { layer: layer + 1 });
  return t(isCaptured ? 'maps.runs.mixesNoTokens' : 'maps.runs.noCapture');
}
