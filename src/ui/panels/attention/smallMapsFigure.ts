/** Makes the picture of the maps that stand small beside each other. */

import type { App } from '../../../app/app';
import { layerName } from '../../../attention/layers';
import { probeText } from '../../../document/probeText';
import { chosenRun } from '../../../document/view';
import { formatCount } from '../../../format/numbers';
import { cutLabel, isolated } from '../../../format/visible';
import { t } from '../../../i18n/i18n';
import type { ProbeResult } from '../../../runtime/protocol';
import { manyMapsFigure } from '../../figures/attentionFigures';
import type { FigureFacts } from '../../figures/facts';
import type { Figure } from '../../figures/paper';
import type { Colouring } from '../../heatmap/colouring';
import { mapName } from '../../heatmap/mapName';
import { layerMaps, shownMap } from '../../heatmap/shownMap';
import { momentOfEveryRun, runSource } from '../../heatmap/useRunSource';

interface Shown {
  /** Of the chosen run. */
  probe: ProbeResult;
  /** From 0. */
  layer: number;
  head: number;
  colouring: Colouring;
  facts: FigureFacts;
}

/** Characters of a run's name that fit beside its map. */
const nameLength = 20;

/** Draws what the view has chosen, as the stores are now. */
export function smallMapsFigure(app: App, { probe, layer, head, colouring, facts }: Shown): Figure {
  const view = app.document.view.getState();
  const { mapKind: kind, mapsOf, mapScale } = view;
  const { experiment } = app.document.experiment.getState();
  const sheet = {
    T: probe.tokens.length,
    kind,
    step: probe.step,
    mapScale,
    colouring,
    facts,
  };
  if (mapsOf === 'runs') {
    const { captures } = app.shownRuns.getState();
    const text = probeText(experiment, view);
    const moment = momentOfEveryRun(captures[probe.runId], text, view.moment);
    const rows = experiment.runs.map((run) => {
      const source = runSource({ runId: run.id, shown: probe, moment }, captures[run.id], text);
      const map = source && shownMap(source, { kind, layer, head });
      return {
        title: cutLabel(isolated(run.name), nameLength),
        name: source ? t('maps.runs.step', { step: formatCount(source.step) }) : t('maps.runs.noCapture'),
        maps: map && { map, heads: 1 },
      };
    });
    const title = t('figures.maps.everyRun', { map: mapName(kind, layer, head) });
    return manyMapsFigure({ ...sheet, title, rows: rows.reverse() });
  }
  const run = chosenRun(experiment.runs, view.runId);
  const rows = probe.layers.map(({ map }, l) => {
    const own = run.layers[l];
    return {
      title: t('figures.maps.layer', { layer: l + 1 }),
      name: own ? layerName(own) : '',
      maps: map && layerMaps(map, probe.heads, sheet.T, kind),
    };
  });
  const name = isolated(run.name);
  return manyMapsFigure({
    ...sheet,
    title:
      kind === 'heads'
        ? t('figures.maps.all', { run: name })
        : t('figures.maps.allOf', { run: name, kind: t(`maps.kind.${kind}`) }),
    rows: mapsOf === 'layer' ? rows.slice(layer, layer + 1) : rows,
  });
}
