/** Actions on the moment that the page shows. */
import type { Action, PageState } from './action';

const hasCaptures = ({ runs }: PageState) => Object.values(runs.captures).some((own) => own.length > 0);

export const previousCapture: Action = {
  id: 'previous-capture',
  name: 'Go back to the capture before',
  keys: [','],
  enabled: hasCaptures,
  run: ({ playback }) => playback.moveBy(-1),
};

export const nextCapture: Action = {
  id: 'next-capture',
  name: 'Go to the next capture, after the last one live',
  keys: ['.'],
  enabled: (state) => hasCaptures(state) && state.view.moment !== null,
  run: ({ playback }) => playback.moveBy(1),
};

export const play: Action = {
  id: 'play',
  name: 'Play or pause the captures',
  keys: ['k'],
  enabled: hasCaptures,
  run: ({ playback }) => playback.toggle(),
};

export const live: Action = {
  id: 'live',
  name: 'Show the runs as they are now',
  label: () => 'Live',
  keys: ['v'],
  enabled: ({ view }) => view.moment !== null,
  run({ playback }) {
    playback.pause();
    playback.live();
  },
};

export const timeActions: readonly Action[] = [previousCapture, nextCapture, play, live];
