/** Actions on the page as a whole: undo, and the dialogs. */
import { useView } from '../../app/session/viewStore';
import { undo as undoChange } from '../undo';
import { type Action, always } from './action';

export const undo: Action = {
  id: 'undo',
  name: 'Undo the last removal, placement or opened link',
  label: () => 'Undo',
  keys: ['u', 'mod+z'],
  enabled: ({ view, experiment }) => view.undoOffer?.after === experiment.experiment,
  run: undoChange,
};

export const share: Action = {
  id: 'share',
  name: 'Share a link to the experiment',
  label: () => 'Share',
  keys: ['l'],
  enabled: always,
  run: () => useView.getState().set({ dialog: { kind: 'share' } }),
};

export const library: Action = {
  id: 'library',
  name: 'Open the saved experiments',
  label: () => 'Saved experiments',
  keys: ['o'],
  enabled: always,
  run: () => useView.getState().set({ dialog: { kind: 'library' } }),
};

export const help: Action = {
  id: 'help',
  name: 'Open this help',
  label: () => 'Help',
  keys: ['?'],
  enabled: always,
  run: () => useView.getState().set({ dialog: { kind: 'help' } }),
};
