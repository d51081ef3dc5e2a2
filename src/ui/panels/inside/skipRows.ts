/** What is left out for the picture of the skip (paper §4.2): each layer in turn, then groups of them. */
import { partKey } from '../../../app/session/ablationStudy';
import { variant } from '../../../attention/variants';
import type { Run } from '../../../experiment/schema';
import { t } from '../../../i18n/i18n';
import { type SkipGroup, skipGroups } from '../../../model/intervention';
import type { AblatedLoss } from '../../../runtime/protocol';
import { principleWords } from '../../kit/principleWords';
import { differenceText, type ShownGrid } from './shownGrid';

export interface SkipRow {
  kind: 'layer' | SkipGroup['kind'];
  name: string;
  /** Left out, from 0. */
  layers: number[];
  /** null where it is not measured yet. */
  without: AblatedLoss | null;
  /** How much higher the loss is without it; empty where that is not known. */
  difference: string;
}

export function skipRows({ layers }: Run, grid: ShownGrid): SkipRow[] {
  const groups = skipGroups(layers).map((group) => ({ ...group, name: groupName(group) }));
  return [
    ...layers.map((layer, l) => ({
      kind: 'layer' as const,
      name: `${t('inside.layer', { layer: l + 1 })} ${variant(layer.variant).short}`,
      layers: [l],
    })),
    ...groups,
  ].map((row) => {
    const key = partKey({ layers: row.layers });
    return { ...row, without: grid.without[key] ?? null, difference: differenceText(grid, key) };
  });
}

function groupName({ kind }: SkipGroup): string {
  if (kind === 'others' || kind === 'standard') return t(`inside.skip.${kind}`);
  return t('inside.skip.principle', { principle: principleWords(kind).name });
}

/** Where the bars' scale ends: the highest loss that is a number. @param whole of the run as it is */
export const highestLoss = (whole: number, rows: readonly SkipRow[]): number =>
  Math.max(
    ...[whole, ...rows.map(({ without }) => without?.loss ?? 0)].filter(Number.isFinite),
    Number.MIN_VALUE,
  );
