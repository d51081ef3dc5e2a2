/** A grid of layers × heads: the score of each at the moment, the step by which it took off or found the key, and which are off. A click shows the head's map. */
import { range } from 'es-toolkit';
import { mixingOf } from '../../../attention/layers';
import { variant } from '../../../attention/variants';
import { isHeadOff } from '../../../experiment/overrides';
import type { Run } from '../../../experiment/schema';
import { formatCount, formatDifference } from '../../../format/numbers';
import { isolated } from '../../../format/visible';
import { t } from '../../../i18n/i18n';
import { chanceOf, type LayerCurves } from '../../../measure/heads/curves';
import type { ProbeResult } from '../../../runtime/protocol';
import { useView } from '../../AppContext';
import { headScoreText } from '../../figures/headScoresFigure';
import { moveInGrid } from '../../kit/gridKeys';
import cells from '../../kit/shadedCell.module.css';
import { shadeLevel } from '../../kit/shadeLevel';
import { useGridStop } from '../../kit/useGridStop';
import { useCaptureDue } from '../../time/useCaptureDue';
import { headNote } from './headNote';
import classes from './InsidePanels.module.css';

/** What the scores are held against. */
export interface PinnedProbe {
  name: string;
  probe: ProbeResult;
}

interface Props {
  run: Run;
  probe: ProbeResult | null;
  /** null where no other run is pinned. */
  pinned: PinnedProbe | null;
  isLive: boolean;
  scoreId: string;
  curves: readonly LayerCurves[];
  /** With too little room for a row each layer's heads wrap below its name, and each tells which it is. */
  wraps: boolean;
}

/** CSS pixels that a row takes: a layer's name, and a cell for each head. */
export const headGridRow = (heads: number): number => 112 + heads * 90;

export function HeadGrid({ run, probe, pinned, isLive, scoreId, curves, wraps }: Props) {
  const set = useView((v) => v.set);
  const chosenHead = useView((v) => v.head);
  const chosenLayer = useView((v) => v.layer);
  const isDue = useCaptureDue();
  const isCompared = pinned?.probe.layers.some(
    ({ headScores }, l) => headScores?.[scoreId] && probe?.layers[l]?.headScores?.[scoreId],
  );
  const { tabIndexOf, onFocus } = useGridStop(
    ([layer, head]) => head < (probe?.layers[layer]?.headScores?.[scoreId]?.length ?? 0),
    [[chosenLayer, chosenHead], ...run.layers.map((_, layer) => [layer, 0] as const)],
  );
  if (!probe) return <p className="muted">{t(isLive ? 'inside.gridUntrained' : 'inside.notCaptured')}</p>;
  return (
    <section aria-label={t('inside.grid')}>
      <table
        className={classes.grid}
        data-testid="head-grid"
        data-wraps={wraps || undefined}
        onKeyDown={moveInGrid}
        onFocus={onFocus}
      >
        <caption className="muted">
          {t(captionKey(run, curves), { step: formatCount(probe.step) })}{' '}
          {pinned &&
            isCompared &&
            t('inside.toPinned', { run: isolated(pinned.name), step: formatCount(pinned.probe.step) })}
        </caption>
        <thead>
          <tr>
            <td />
            {range(probe.heads).map((head) => (
              <th key={head} scope="col">
                {t('inside.head', { head: head + 1 })}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {run.layers.map((layer, l) => {
            const values = probe.layers[l]?.headScores?.[scoreId];
            const others = pinned?.probe.layers[l]?.headScores?.[scoreId];
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: a layer is its place in the stack
              <tr key={l}>
                <th scope="row">
                  {t('inside.layer', { layer: l + 1 })} <small>{variant(layer.variant).short}</small>
                </th>
                {values ? (
                  values.map((value, h) => {
                    const isOff = isHeadOff(run, l, h);
                    const other = others?.[h];
                    return (
                      // biome-ignore lint/suspicious/noArrayIndexKey: a head is its place in the layer
                      <td key={h}>
                        <button
                          type="button"
                          className={cells.cell}
                          data-share={isOff ? 0 : shadeLevel(value)}
                          // Drawn above the score, for the eye alone: the name below says it.
                          data-part={wraps ? t('inside.head', { head: h + 1 }) : undefined}
                          aria-pressed={l === chosenLayer && h === chosenHead}
                          data-row={l}
                          data-column={h}
                          tabIndex={tabIndexOf([l, h])}
                          onClick={() => set({ layer: l, head: h })}
                        >
                          <span className="visually-hidden">
                            {t('inside.layerHead', { layer: l + 1, head: h + 1 })}:{' '}
                          </span>
                          {headScoreText(value)} <small>{headNote({ run, curves, isDue }, l, h)}</small>
                          {other !== undefined && (
                            <small data-testid={`to-pinned-${l}-${h}`}>
                              {' '}
                              {formatDifference(value - other, 2)}
                            </small>
                          )}
                        </button>
                      </td>
                    );
                  })
                ) : (
                  <td colSpan={probe.heads} className="muted">
                    {t(mixingOf(layer) ? 'inside.notScored' : 'inside.noHeads')}
                  </td>
                )}
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

/** What stands in the grid; of a stack without heads the step alone. */
function captionKey(run: Run, curves: readonly LayerCurves[]) {
  if (!run.layers.some((layer) => mixingOf(layer) !== null)) return 'inside.gridStep';
  return chanceOf(curves) === null ? 'inside.gridAt' : 'inside.gridFinds';
}
