/** What a map is called. */
import type { View } from '../../document/view';
import { t } from '../../i18n/i18n';

/** @param layer from 0 @param head from 0; of no matter where the map is over all heads */
export const mapName = (kind: View['mapKind'], layer: number, head: number): string =>
  t(`maps.name.${kind}`, { layer: layer + 1, head: head + 1 });
