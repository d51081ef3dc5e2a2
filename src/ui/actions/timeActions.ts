/** Actions on the moment that the page shows. */

import { t } from '../../i18n/i18n';
import type { Action, PageState } from './action';

const hasCaptures = ({ runs }: PageState) => Object.values(runs.captures).some((own) => own.length > 0);

export const previousCapture: Action = {
  id: 'previous-capture',
  name: () => t('actions.previousCapture.name'),
  keys: [','],
  part: 'dock',
  enabled: hasCaptures,
  run: ({ playback }) => playback.moveBy(-1),
};

export const nextCapture: Action = {
  id: 'next-capture',
  name: () => t('actions.nextCapture.name'),
  keys: ['.'],
  part: 'dock',
  enabled: (state) => hasCaptures(state) && state.view.moment !== null,
  run: ({ playback }) => playback.moveBy(1),
};

export const play: Action = {
  id: 'play',
  name: () => t('actions.play.name'),
  keys: ['k'],
  part: 'dock',
  enabled: hasCaptures,
  run: ({ playback }) => playback.toggle(),
};

export const live: Action = {
  id: 'live',
  name: () => t('actions.live.name'),
  label: () => t('actions.live.label'),
  keys: ['v'],
  part: 'dock',
  enabled: ({ view }) => view.moment !== null,
  run({ playback }) {
    playback.pause();
    playback.live();
  },
};

export const timeActions: readonly Action[] = [previousCapture, nextCapture, play, live];
