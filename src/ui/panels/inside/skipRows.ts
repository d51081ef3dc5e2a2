/** What is left out for the picture of the skip (paper §4.2): each layer in turn, all that are not standard, all that are. */
import { type AblationGrid, partKey } from '../../../app/session/ablationStudy';
import { variant } from '../../../attention/variants';
import type { Run } from '../../../experiment/schema';
import { t } from '../../../i18n/i18n';
import { skipGroups } from '../../../model/intervention';
import type { AblatedLoss } from '../../../runtime/protocol';

export interface SkipRow {
  kind: 'layer' | 'others' | 'standard';
  name: string;
  /** Left out, from 0. */
  layers: number[];
  /** null where it is not measured yet. */
  without: AblatedLoss | null;
}

/** A group that the stack has no layer of is no row. */
export function skipRows({ layers }: Run, grid: AblationGrid): SkipRow[] {
  const measured = (own: number[]) => grid.without[partKey({ layers: own })] ?? null;
  const { others, standard } = skipGroups(layers);
  const groups = [
    { kind: 'others' as const, name: t('inside.skip.others'), layers: others },
    { kind: 'standard' as const, name: t('inside.skip.standard'), layers: standard },
  ].filter((group) => group.layers.length > 0);
  return [
    ...layers.map((layer, l) => ({
      kind: 'layer' as const,
      name: `${t('inside.layer', { layer: l + 1 })} ${variant(layer.variant).short}`,
      layers: [l],
    })),
    ...groups,
  ].map((row) => ({ ...row, without: measured(row.layers) }));
}

/** Where the bars' scale ends: the highest loss that is a number. @param whole of the run as it is */
export const highestLoss = (whole: number, rows: readonly SkipRow[]): number =>
  Math.max(
    ...[whole, ...rows.map(({ without }) => without?.loss ?? 0)].filter(Number.isFinite),
    Number.MIN_VALUE,
  );
