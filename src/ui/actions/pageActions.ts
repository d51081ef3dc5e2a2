/** Actions on the page as a whole: undo, and the dialogs. */

import { t } from '../../i18n/i18n';
import { type Action, always } from './action';

export const undo: Action = {
  id: 'undo',
  name: () => t('actions.undo.name'),
  label: () => t('actions.undo.label'),
  keys: ['u', 'mod+z'],
  part: 'header',
  enabled: (state) => state.history.past.length > 0,
  run: ({ document }) => document.history.undo(),
};

export const redo: Action = {
  id: 'redo',
  name: () => t('actions.redo.name'),
  label: () => t('actions.redo.label'),
  keys: ['y', 'mod+shift+z', 'mod+y'],
  part: 'header',
  enabled: (state) => state.history.future.length > 0,
  run: ({ document }) => document.history.redo(),
};

export const share: Action = {
  id: 'share',
  name: () => t('actions.share.name'),
  label: () => t('actions.share.label'),
  keys: ['l'],
  part: 'header',
  enabled: always,
  run: ({ document }) => document.view.getState().set({ dialog: { kind: 'share' } }),
};

export const compare: Action = {
  id: 'compare',
  name: () => t('actions.compare.name'),
  label: () => t('actions.compare.label'),
  keys: ['c'],
  part: 'header',
  enabled: always,
  run: ({ document }) => document.view.setState(({ comparing }) => ({ comparing: !comparing })),
};

export const exportFiles: Action = {
  id: 'export',
  name: () => t('actions.export.name'),
  label: () => t('actions.export.label'),
  keys: ['e'],
  part: 'header',
  enabled: always,
  run: ({ document }) => document.view.getState().set({ dialog: { kind: 'export' } }),
};

export const library: Action = {
  id: 'library',
  name: () => t('actions.library.name'),
  label: () => t('actions.library.label'),
  keys: ['o'],
  part: 'header',
  enabled: always,
  run: ({ document }) => document.view.getState().set({ dialog: { kind: 'library' } }),
};

export const atlas: Action = {
  id: 'atlas',
  name: () => t('actions.atlas.name'),
  label: () => t('actions.atlas.label'),
  keys: ['a'],
  part: 'header',
  enabled: always,
  run: ({ document }) => document.view.getState().set({ dialog: { kind: 'atlas' } }),
};

export const lessons: Action = {
  id: 'lessons',
  name: () => t('actions.lessons.name'),
  label: () => t('actions.lessons.label'),
  keys: ['n'],
  part: 'header',
  enabled: always,
  run: ({ document }) => document.view.getState().set({ dialog: { kind: 'lessons' } }),
};

export const help: Action = {
  id: 'help',
  name: () => t('actions.help.name'),
  label: () => t('actions.help.label'),
  keys: ['?'],
  part: 'header',
  enabled: always,
  run: ({ document }) => document.view.getState().set({ dialog: { kind: 'help' } }),
};
