/** Makes the picture of the maps that stand small beside each other. */

import type { App } from '../../../app/app';
import { layerName } from '../../../attention/layers';
import { probeText } from '../../../document/probeText';
import { chosenRun, type View } from '../../../document/view';
import { formatCount, formatFixed } from '../../../format/numbers';
import { cutLabel, isolated } from '../../../format/visible';
import { entryName } from '../../../format/words';
import { t } from '../../../i18n/i18n';
import type { HeadScore } from '../../../measure/heads';
import type { ProbeResult } from '../../../runtime/protocol';
import { manyMapsFigure, type Sheet, strongestMapsFigure } from '../../figures/attentionFigures';
import type { FigureFacts } from '../../figures/facts';
import type { InParts } from '../../figures/inParts';
import type { Figure } from '../../figures/paper';
import type { Colouring } from '../../heatmap/colouring';
import { type FilteredMaps, filterScore } from '../../heatmap/mapFilter';
import { mapName } from '../../heatmap/mapName';
import { layerMaps, shownMap } from '../../heatmap/shownMap';
import { momentOfEveryRun, runSource } from '../../heatmap/useRunSource';

interface Shown {
  /** Of the chosen run. */
  probe: ProbeResult;
  /** Which of its maps are shown. */
  filtered: FilteredMaps;
  /** Runs that the filter of the list does not find. */
  leftOut: ReadonlySet<string>;
  /** From 0. */
  layer: number;
  head: number;
  colouring: Colouring;
  facts: FigureFacts;
}

/** Characters of a run's name that fit beside its map. */
const nameLength = 20;

/** Draws what the view has chosen and its filters leave, as the stores are now. */
export function smallMapsFigure(app: App, shown: Shown): InParts<Figure> {
  const { probe, colouring, facts } = shown;
  const { mapKind: kind, mapsOf, mapScale } = app.document.view.getState();
  const sheet: Sheet = { T: probe.tokens.length, step: probe.step, kind, mapScale, colouring, facts };
  return mapsOf === 'runs' ? runsFigure(app, shown, sheet) : layersFigure(app, shown, sheet);
}

/** One map of every run. */
function runsFigure(app: App, { probe, leftOut, layer, head }: Shown, sheet: Sheet): InParts<Figure> {
  const { kind } = sheet;
  const view = app.document.view.getState();
  const { experiment } = app.document.experiment.getState();
  const { captures } = app.shownRuns.getState();
  const text = probeText(experiment, view);
  const moment = momentOfEveryRun(captures[probe.runId], text, view.moment);
  const runs = experiment.runs.filter(({ id }) => !leftOut.has(id));
  const rows = runs.map((run) => {
    const source = runSource({ runId: run.id, shown: probe, moment }, captures[run.id], text);
    const map = source && shownMap(source, { kind, layer, head });
    return {
      title: cutLabel(isolated(run.name), nameLength),
      name: source ? t('maps.runs.step', { step: formatCount(source.step) }) : t('maps.runs.noCapture'),
      maps: map && { map, heads: [0] },
    };
  });
  const title = t('figures.maps.everyRun', { map: mapName(kind, layer, head) });
  const column = t('figures.maps.oneHead');
  return manyMapsFigure({ ...sheet, title, column, rows: rows.reverse() });
}

/** Maps of the chosen run: by layer, or the strongest first. */
function layersFigure(app: App, { probe, filtered }: Shown, sheet: Sheet): InParts<Figure> {
  const { kind, T } = sheet;
  const view = app.document.view.getState();
  const { experiment } = app.document.experiment.getState();
  const run = chosenRun(experiment.runs, view.runId);
  const title = titleOf(run.name, kind, filtered, filterScore(view, experiment.task));
  if (filtered.isByStrength) {
    const maps = filtered.rows.flatMap(({ layer, heads: [head = 0], score }) => {
      const { map } = probe.layers[layer] ?? {};
      return map
        ? [{ map, head, title: mapName('heads', layer, head), name: formatFixed(score ?? 0, 2) }]
        : [];
    });
    return strongestMapsFigure({ ...sheet, title, maps });
  }
  const rows = filtered.rows.map(({ layer, heads }) => {
    const own = run.layers[layer];
    const { map } = probe.layers[layer] ?? {};
    return {
      title: t('figures.maps.layer', { layer: layer + 1 }),
      name: own ? layerName(own) : '',
      maps: map ? { map: layerMaps(map, probe.heads, T, kind).map, heads } : null,
    };
  });
  return manyMapsFigure({ ...sheet, title, rows: rows.reverse() });
}

/** Says how many there are where they are not all, and by which score they are chosen. */
function titleOf(
  runName: string,
  kind: View['mapKind'],
  { shown, all }: FilteredMaps,
  score: HeadScore | null,
): string {
  const run = isolated(runName);
  const counts = { run, shown: formatCount(shown), all: formatCount(all) };
  if (kind !== 'heads') return t('figures.maps.allOf', { run, kind: t(`maps.kind.${kind}`) });
  if (score) return t('figures.maps.byScore', { ...counts, score: entryName('headScores', score) });
  return t(shown < all ? 'figures.maps.some' : 'figures.maps.all', counts);
}
