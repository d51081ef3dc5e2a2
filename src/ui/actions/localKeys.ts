/** Keys that a part of the page handles itself while it has the focus, for the help. */
import { t } from '../../i18n/i18n';
import type { LocalKey } from './keys';

/** The parts, by their names in the catalogue (actions.where). */
export type KeyPlace = 'layer' | 'timeSlider' | 'chart' | 'largeMap';

export const localKeys: readonly { where: KeyPlace; keys: readonly LocalKey[]; name(): string }[] = [
  { where: 'layer', keys: ['←', '↑', '→', '↓'], name: () => t('actions.local.layerOrRun') },
  { where: 'layer', keys: ['Delete'], name: () => t('actions.local.removeLayer') },
  {
    where: 'timeSlider',
    keys: ['←', '→', 'PageUp', 'PageDown'],
    name: () => t('actions.local.captureByCapture'),
  },
  { where: 'timeSlider', keys: ['Home', 'End'], name: () => t('actions.local.firstOrLive') },
  { where: 'chart', keys: ['←', '→', 'Home', 'End'], name: () => t('actions.local.lossesAtStep') },
  { where: 'chart', keys: ['+', '−'], name: () => t('actions.local.zoom') },
  { where: 'chart', keys: ['Enter'], name: () => t('actions.local.momentOfChart') },
  { where: 'chart', keys: ['Escape'], name: () => t('actions.local.allOfChart') },
  {
    where: 'largeMap',
    keys: ['←', '↑', '→', '↓', 'Home', 'End'],
    name: () => t('actions.local.weight'),
  },
  { where: 'largeMap', keys: ['PageUp', 'PageDown'], name: () => t('actions.local.severalQueries') },
  { where: 'largeMap', keys: ['Enter'], name: () => t('actions.local.holdCell') },
  { where: 'largeMap', keys: ['+', '−', '0'], name: () => t('actions.local.zoomMap') },
  { where: 'largeMap', keys: ['Escape'], name: () => t('actions.local.closeMap') },
];
