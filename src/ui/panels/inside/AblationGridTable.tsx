/** A grid of layers × heads: the loss without each, and how much higher that is than the run's own. A click on a head or a layer switches it off. */
import { range } from 'es-toolkit';
import { partKey } from '../../../app/session/ablationStudy';
import { mixingOf } from '../../../attention/layers';
import type { PrincipleId } from '../../../attention/variant';
import { variant } from '../../../attention/variants';
import { isHeadOff } from '../../../experiment/overrides';
import type { Run } from '../../../experiment/schema';
import { formatCount, formatPercent } from '../../../format/numbers';
import { isolated } from '../../../format/visible';
import { t } from '../../../i18n/i18n';
import { deltaTexts } from '../../../measure/deltas';
import { isPartOff, type PartOff } from '../../../model/partsOff';
import { useExperiment } from '../../AppContext';
import { type ExcessScale, excessLevel, excessScale, writeLoss } from '../../charts/excessScale';
import { moveInGrid } from '../../kit/gridKeys';
import shadedCell from '../../kit/shadedCell.module.css';
import shades from '../../kit/TokenText.module.css';
import { type GridPlace, useGridStop } from '../../kit/useGridStop';
import { useWidthUpTo } from '../../kit/useSize';
import classes from './InsidePanels.module.css';
import { accuracyText, deltaToPinned, differenceText, errorSentence, type ShownGrid } from './shownGrid';

/** Key of a head, or with null of the layer. */
export const keyOf = (layer: number, head: number | null) =>
  partKey(head === null ? { layers: [layer] } : { layer, head });

/** The scale of what the grid shows: of heads and single layers. */
export function gridScale({ whole, without }: ShownGrid): ExcessScale {
  const cells = Object.values(without).filter(({ part }) => 'head' in part || part.layers.length === 1);
  return excessScale(cells.map(({ loss }) => loss - whole.loss));
}

/** CSS pixels that a cell of switches alone takes, one with its values, and the name of a layer. */
const room = { cell: 80, measured: 130, name: 112 };

export interface AblationGridProps {
  run: Run;
  /** null where nothing is measured: then its cells are switches alone. */
  grid: ShownGrid | null;
  /** Of the pinned run; null where no other is, or it is not measured. */
  pinned: ShownGrid | null;
  scale: ExcessScale;
  /** What is switched off. */
  parts: readonly PartOff[];
  /** The layers that relax these are off, too. */
  principles: readonly PrincipleId[];
  /** There are no models that could do without a part. */
  disabled: boolean;
  /** Switches a part off, or on again. */
  onToggle(part: PartOff): void;
}

export function AblationGridTable({ run, grid, ...switches }: AblationGridProps) {
  const { pinned } = switches;
  const heads = useExperiment((e) => e.experiment.model.heads);
  const row = room.name + (heads + 1) * (grid ? room.measured : room.cell);
  const { ref, width } = useWidthUpTo<HTMLDivElement>(row);
  // With too little room for a row each layer's switches wrap below its name, and each tells its head.
  const wraps = width < row;
  // The layers' names are the first column, and the layers whole the last one.
  const { tabIndexOf, onFocus } = useGridStop(
    ([l, column]) => {
      const layer = run.layers[l];
      return layer !== undefined && (mixingOf(layer) ? column <= heads + 1 : [0, heads + 1].includes(column));
    },
    [[0, 0]],
  );
  return (
    <div ref={ref} className={shades.shades}>
      <table
        className={classes.grid}
        aria-label={t('inside.ablation.grid')}
        data-testid="ablation-grid"
        data-wraps={wraps || undefined}
        onKeyDown={moveInGrid}
        onFocus={onFocus}
      >
        <caption className="muted">
          {grid &&
            t('inside.ablation.whole', {
              step: formatCount(grid.step),
              loss: writeLoss(grid.whole.loss),
            })}
          {grid &&
            grid.whole.accuracy !== null &&
            ` ${t('inside.ablation.accuracy', { accuracy: formatPercent(grid.whole.accuracy, 1) })}`}
          {grid && grid.seeds.length === 1 && ` ${errorSentence(grid)}`}
          {grid &&
            pinned &&
            ` ${t(grid.whole.accuracy === null ? 'inside.ablation.toPinned' : 'inside.ablation.toPinnedOnTask', { run: isolated(pinned.name), step: formatCount(pinned.step) })}`}
          {grid &&
            pinned &&
            grid.seeds.length > 1 !== pinned.seeds.length > 1 &&
            ` ${t('kit.delta.oneSeed')}`}
        </caption>
        <thead>
          <tr>
            <td />
            {range(heads).map((head) => (
              <th key={head} scope="col">
                {t('inside.head', { head: head + 1 })}
              </th>
            ))}
            <th scope="col">{t('inside.ablation.layer')}</th>
          </tr>
        </thead>
        <tbody>
          {run.layers.map((layer, l) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a layer is its place in the stack
            <tr key={l}>
              <th scope="row">
                <LayerSwitch
                  layer={l}
                  tabIndex={tabIndexOf([l, 0])}
                  isOffWithPrinciple={isRelaxing(layer, switches)}
                  {...switches}
                />{' '}
                <small>{variant(layer.variant).short}</small>
              </th>
              {!mixingOf(layer) && (
                <td colSpan={heads} className="muted">
                  {t('inside.ablation.noHeads')}
                </td>
              )}
              {[...(mixingOf(layer) ? range(heads) : []), null].map((head) => (
                <td key={head}>
                  <PartSwitch
                    part={[l, head]}
                    tellsPart={wraps}
                    place={[l, (head ?? heads) + 1]}
                    tabIndex={tabIndexOf([l, (head ?? heads) + 1])}
                    grid={grid}
                    isOffWithPrinciple={isRelaxing(layer, switches)}
                    isOffInRun={head !== null && isHeadOff(run, l, head)}
                    {...switches}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

type Switches = Pick<AblationGridProps, 'pinned' | 'scale' | 'parts' | 'disabled' | 'onToggle'> & {
  /** The layer is off with all of its principle, and nothing of it is switched by itself. */
  isOffWithPrinciple: boolean;
};

const isRelaxing = (layer: Run['layers'][number], { principles }: Pick<AblationGridProps, 'principles'>) =>
  principles.includes(variant(layer.variant).principle);

/** The name of a layer, which is a switch too. */
function LayerSwitch(props: Switches & { layer: number; tabIndex: number }) {
  const { layer, tabIndex, parts, isOffWithPrinciple, disabled, onToggle } = props;
  const isLocked = disabled || isOffWithPrinciple;
  const name = t('inside.ablation.withoutLayer', { layer: layer + 1 });
  return (
    <button
      type="button"
      className={classes.layer}
      aria-pressed={isPartOff(parts, [layer, null])}
      aria-label={isOffWithPrinciple ? `${name}: ${t('inside.offWithPrinciple')}` : name}
      aria-disabled={isLocked}
      title={isOffWithPrinciple ? t('inside.offWithPrinciple') : undefined}
      data-row={layer}
      data-column={0}
      tabIndex={tabIndex}
      onClick={() => !isLocked && onToggle([layer, null])}
    >
      {t('inside.layer', { layer: layer + 1 })}
    </button>
  );
}

interface PartProps extends Switches {
  part: PartOff;
  /** There is no heading above it that does. */
  tellsPart: boolean;
  place: GridPlace;
  tabIndex: number;
  grid: ShownGrid | null;
  /** The run itself is trained without it. */
  isOffInRun: boolean;
}

function PartSwitch(props: PartProps) {
  const { part, tellsPart, place, tabIndex, grid, pinned, scale, parts, disabled, onToggle } = props;
  const { isOffInRun, isOffWithPrinciple } = props;
  const experiment = useExperiment((e) => e.experiment);
  const [layer, head] = part;
  const key = keyOf(layer, head);
  const without = grid?.without[key];
  const level = grid && without ? excessLevel(without.loss - grid.whole.loss, scale) : 0;
  const loss = without ? writeLoss(without.loss) : '–';
  const difference = grid ? differenceText(grid, key) : '';
  const below = grid && without && without.accuracy !== null ? accuracyText(grid, key) : difference;
  const delta = grid && pinned && deltaToPinned(experiment, grid, pinned, key);
  const toPinned = delta ? deltaTexts(delta, writeLoss).join(' ') : '';
  const isOffWithLayer = head !== null && isPartOff(parts, [layer, null]);
  const isOff = isOffInRun || isOffWithPrinciple || isOffWithLayer || isPartOff(parts, part);
  const isLocked = disabled || isOffInRun || isOffWithPrinciple || isOffWithLayer;
  const name =
    head === null
      ? t('inside.ablation.withoutLayer', { layer: layer + 1 })
      : t('inside.ablation.withoutHead', { layer: layer + 1, head: head + 1 });
  const partName = head === null ? t('inside.ablation.layer') : t('inside.head', { head: head + 1 });
  const offWith = isOffInRun
    ? null
    : isOffWithPrinciple
      ? t('inside.offWithPrinciple')
      : isOffWithLayer
        ? t('inside.offWithLayer')
        : null;
  const offWords = isOff && (offWith ?? t('inside.off'));
  const told = [without && loss, below, below !== difference && difference, toPinned, offWords]
    .filter(Boolean)
    .join(' ');
  return (
    <button
      type="button"
      className={shadedCell.cell}
      data-level={level || undefined}
      data-off={isOff || undefined}
      // Drawn above the loss; the button's name says it in other words.
      data-part={tellsPart ? partName : undefined}
      aria-pressed={isPartOff(parts, part)}
      title={told}
      aria-label={told ? `${name}: ${told}` : name}
      aria-disabled={isLocked}
      data-row={place[0]}
      data-column={place[1]}
      tabIndex={tabIndex}
      onClick={() => !isLocked && onToggle(part)}
    >
      {loss} {/* A cell that is measured is hatched alone, so that nothing moves at a click. */}
      <small>{below || (isOff && t('inside.off'))}</small>
      {toPinned && <small> {toPinned}</small>}
    </button>
  );
}
