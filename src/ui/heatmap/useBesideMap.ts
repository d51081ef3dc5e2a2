/** Finds the map that the large one is compared with: of another run, layer, head or moment, or the right keys of the task. */
import { isEqual } from 'es-toolkit';
import { useMemo, useRef } from 'react';
import { rightKeysOf } from '../../data/tasks';
import { formatCount } from '../../format/numbers';
import { isolated } from '../../format/visible';
import { t } from '../../i18n/i18n';
import { truthMap } from '../../measure/maps/truth';
import type { ProbeResult } from '../../runtime/protocol';
import { useExperiment, useView } from '../AppContext';
import { useCapturesUnderWay } from '../time/useCapturesUnderWay';
import { useWorded } from '../useLanguage';
import { mapName } from './mapName';
import type { NamedMap } from './namedMap';
import { shownMap } from './shownMap';
import { useRunSource } from './useRunSource';

interface Compared {
  /** Of the run that the large map is of, its heads as they are. */
  probe: ProbeResult;
  /** Of the large map, from 0. */
  layer: number;
  head: number;
}

interface Beside {
  /** null where nothing is compared, or nothing is there. */
  beside: NamedMap | null;
  /** Why nothing is there, though it was asked for. */
  missing: string | null;
}

const nothing: Beside = { beside: null, missing: null };

export function useBesideMap(compared: Compared): Beside {
  const mapBeside = useView((v) => v.mapBeside);
  const other = useOtherMap(compared, mapBeside === 'map');
  const truth = useTruth(compared.probe.tokens, mapBeside === 'truth');
  return mapBeside === 'map' ? other : truth;
}

/** @param isShown nothing is found where it is not */
function useOtherMap({ probe, layer: ownLayer, head: ownHead }: Compared, isShown: boolean): Beside {
  const runs = useExperiment((e) => e.experiment.runs);
  const { besideRun, besideLayer, besideHead, besideMoment, mapKind: kind } = useView();
  const runId = besideRun ?? probe.runId;
  const layer = besideLayer ?? ownLayer;
  const head = besideHead ?? ownHead;
  const source = useRunSource({ runId: isShown ? runId : null, shown: probe, moment: besideMoment });
  const values = useMemo(
    () => (isShown && source ? shownMap(source, { kind, layer, head }) : null),
    [isShown, source, kind, layer, head],
  );
  const run = runs.find(({ id }) => id === runId);
  const step = source?.step;
  const isUnderWay = useCapturesUnderWay();
  return useWorded(() => {
    if (!isShown) return nothing;
    if (!(run && layer < run.layers.length))
      return { beside: null, missing: t('maps.beside.noLayer', { layer: layer + 1 }) };
    if (step === undefined)
      return { beside: null, missing: t(isUnderWay ? 'maps.capturesUnderWay' : 'maps.beside.noCapture') };
    if (!values) return { beside: null, missing: t('maps.beside.mixesNoTokens') };
    const name = t('maps.beside.name', {
      run: isolated(run.name),
      map: mapName(kind, layer, head),
      step: formatCount(step),
    });
    return { beside: { values, name }, missing: null };
  }, [isShown, run, layer, head, kind, step, values, isUnderWay]);
}

function useTruth(tokens: readonly string[], isShown: boolean): Beside {
  const task = useExperiment((e) => e.experiment.task);
  // A probe that comes with each step has the same tokens.
  const same = useRef(tokens);
  if (!isEqual(same.current, tokens)) same.current = tokens;
  const shownTokens = same.current;
  return useWorded(() => {
    if (!isShown) return nothing;
    const rightKeys = task && rightKeysOf(task, shownTokens);
    if (!rightKeys) return { beside: null, missing: t('maps.beside.noTruth') };
    return { beside: { values: truthMap(rightKeys), name: t('maps.beside.truth') }, missing: null };
  }, [isShown, task, shownTokens]);
}
