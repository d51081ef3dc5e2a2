/** Actions on the page as a whole: undo, and the dialogs. */
import { type Action, always } from './action';

export const undo: Action = {
  id: 'undo',
  name: 'Undo the last change',
  label: () => 'Undo',
  keys: ['u', 'mod+z'],
  enabled: (state) => state.history.past.length > 0,
  run: ({ document }) => document.history.undo(),
};

export const redo: Action = {
  id: 'redo',
  name: 'Redo what was undone',
  label: () => 'Redo',
  keys: ['y', 'mod+shift+z', 'mod+y'],
  enabled: (state) => state.history.future.length > 0,
  run: ({ document }) => document.history.redo(),
};

export const share: Action = {
  id: 'share',
  name: 'Share a link to the experiment',
  label: () => 'Share',
  keys: ['l'],
  enabled: always,
  run: ({ document }) => document.view.getState().set({ dialog: { kind: 'share' } }),
};

export const compare: Action = {
  id: 'compare',
  name: 'Compare the pinned run with the chosen one',
  label: () => 'Compare',
  keys: ['c'],
  enabled: always,
  run: ({ document }) => document.view.setState(({ comparing }) => ({ comparing: !comparing })),
};

export const exportFiles: Action = {
  id: 'export',
  name: 'Export and import files',
  label: () => 'Files',
  keys: ['e'],
  enabled: always,
  run: ({ document }) => document.view.getState().set({ dialog: { kind: 'export' } }),
};

export const library: Action = {
  id: 'library',
  name: 'Open the saved experiments',
  label: () => 'Experiments',
  keys: ['o'],
  enabled: always,
  run: ({ document }) => document.view.getState().set({ dialog: { kind: 'library' } }),
};

export const help: Action = {
  id: 'help',
  name: 'Open this help',
  label: () => 'Help',
  keys: ['?'],
  enabled: always,
  run: ({ document }) => document.view.getState().set({ dialog: { kind: 'help' } }),
};
