/** What a step switches off of a trained run: its name for the reader, and the change that is measured. */
import { t } from '../../i18n/i18n';
import type { LessonStep } from '../../lessons/schema';
import type { Ablation } from '../../runtime/protocol';

type Without = NonNullable<LessonStep['without']>;

/** Names the parts, as the table of changes has them. */
export const partsName = ({ layers = [], heads = [] }: Without): string =>
  [
    ...layers.map((layer) => t('lessons.without.layer', { layer: layer + 1 })),
    ...heads.map(([layer, head]) => t('lessons.without.head', { layer: layer + 1, head: head + 1 })),
  ].join(', ');

export const ablationOf = ({ layers, heads }: Without): Ablation => ({
  ...(layers && { layersOff: layers }),
  ...(heads && { headsOff: heads }),
});
