/** Finds the map that the large one is compared with: of another run, layer, head or moment, or the right keys of the task. */
import { isEqual } from 'es-toolkit';
import { useMemo, useRef } from 'react';
import { chosenTask } from '../../data/tasks';
import type { View } from '../../document/view';
import { formatCount } from '../../format/numbers';
import { isolated } from '../../format/visible';
import { t } from '../../i18n/i18n';
import { decodeMap } from '../../measure/capture';
import { summariseHeads } from '../../measure/headSummary';
import { truthMap } from '../../measure/maps/truth';
import type { ProbeResult } from '../../runtime/protocol';
import { captureAt } from '../../runtime/runCaptures';
import { useExperiment, useRuns, useView } from '../AppContext';
import { useMoment, useProbeText } from '../time/useMoment';
import { mapName } from './mapName';
import type { NamedMap } from './namedMap';

interface Compared {
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
  const { besideRun, besideLayer, besideHead, besideMoment, mapKind } = useView();
  const text = useProbeText();
  const pageMoment = useMoment();
  const runId = besideRun ?? probe.runId;
  const captures = useRuns((r) => (isShown ? r.captures[runId] : undefined));
  const layer = besideLayer ?? ownLayer;
  const head = besideHead ?? ownHead;
  const T = probe.tokens.length;
  const isOwnMoment = besideMoment === null && runId === probe.runId;
  const capture =
    isShown && !isOwnMoment
      ? captureAt(captures ?? [], text, besideMoment ?? pageMoment ?? Number.POSITIVE_INFINITY)
      : null;
  const own = isShown && isOwnMoment ? probe.layers[layer]?.map : undefined;
  const decoded = useMemo(() => (capture ? decodeMap(capture, layer) : null), [capture, layer]);
  const map = isOwnMoment ? own : decoded;
  const heads = isOwnMoment ? probe.heads : (capture?.heads ?? 1);
  const tokensFit = isOwnMoment || capture?.tokens.length === T;
  const values = useMemo(
    () => (map && tokensFit ? oneMap(map, { kind: mapKind, heads, head, T }) : null),
    [map, tokensFit, mapKind, heads, head, T],
  );
  const run = runs.find(({ id }) => id === runId);
  const step = isOwnMoment ? probe.step : capture?.step;
  return useMemo(() => {
    if (!isShown) return nothing;
    if (!(run && layer < run.layers.length))
      return { beside: null, missing: t('maps.beside.noLayer', { layer: layer + 1 }) };
    if (step === undefined) return { beside: null, missing: t('maps.beside.noCapture') };
    if (!values) return { beside: null, missing: t('maps.beside.mixesNoTokens') };
    const name = t('maps.beside.name', {
      run: isolated(run.name),
      map: mapName(mapKind, layer, head),
      step: formatCount(step),
    });
    return { beside: { values, name }, missing: null };
  }, [isShown, run, layer, head, mapKind, step, values]);
}

/** Takes one map of (T, T) out of those of a layer's heads, or makes it of them all. */
function oneMap(
  map: Float32Array,
  { kind, heads, head, T }: { kind: View['mapKind']; heads: number; head: number; T: number },
): Float32Array {
  if (kind !== 'heads') return summariseHeads(map, heads, T, kind);
  const at = Math.min(head, heads - 1) * T * T;
  return map.subarray(at, at + T * T);
}

function useTruth(tokens: readonly string[], isShown: boolean): Beside {
  const task = useExperiment((e) => e.experiment.task);
  // A probe that comes with each step has the same tokens.
  const same = useRef(tokens);
  if (!isEqual(same.current, tokens)) same.current = tokens;
  const shownTokens = same.current;
  return useMemo(() => {
    if (!isShown) return nothing;
    const { rightKeys, tokens: names } = task ? chosenTask(task) : { rightKeys: null, tokens: [] };
    if (!rightKeys) return { beside: null, missing: t('maps.beside.noTruth') };
    const ids = Int32Array.from(shownTokens, (token) => names.indexOf(token));
    return { beside: { values: truthMap(rightKeys(ids)), name: t('maps.beside.truth') }, missing: null };
  }, [isShown, task, shownTokens]);
}
