/** Actions of the view for the hall: the one that opens it, and those whose keys count while it is shown. */
import { t } from '../../i18n/i18n';
import { type Action, always } from './action';

export const present: Action = {
  id: 'present',
  name: () => t('present.actions.present.name'),
  label: () => t('present.actions.present.label'),
  keys: ['f'],
  enabled: always,
  run: ({ present }) => void present.enter(),
};

export const presentNext: Action = {
  id: 'present-next',
  name: () => t('present.actions.next'),
  keys: ['arrowright', 'pagedown'],
  enabled: always,
  run: ({ present }) => void present.move(1),
};

export const presentBack: Action = {
  id: 'present-back',
  name: () => t('present.actions.back'),
  keys: ['arrowleft', 'pageup'],
  enabled: always,
  run: ({ present }) => void present.move(-1),
};

export const presentTrain: Action = {
  id: 'present-train',
  name: () => t('present.actions.train'),
  keys: ['space'],
  enabled: always,
  run: ({ present }) => void present.space(),
};

export const presentBlack: Action = {
  id: 'present-black',
  name: () => t('present.actions.black'),
  keys: ['b', '.'],
  enabled: always,
  run: ({ present }) => present.toggleBlack(),
};

export const presentCode: Action = {
  id: 'present-code',
  name: () => t('present.actions.code'),
  keys: ['q'],
  enabled: always,
  run: ({ present }) => present.toggleCode(),
};

export const presentWindow: Action = {
  id: 'present-window',
  name: () => t('present.actions.window'),
  keys: ['p'],
  enabled: always,
  run: ({ present }) => present.openPresenter(),
};

export const presentLock: Action = {
  id: 'present-lock',
  name: () => t('present.actions.lock'),
  label: ({ present: { unlocked } }) => t(unlocked ? 'present.lock' : 'present.unlock'),
  keys: ['l'],
  enabled: always,
  run: ({ present }) => present.toggleLock(),
};

export const presentDark: Action = {
  id: 'present-dark',
  name: () => t('present.actions.dark'),
  keys: ['d'],
  enabled: always,
  run: ({ present }) => present.toggleDark(),
};

export const presentFullScreen: Action = {
  id: 'present-full-screen',
  name: () => t('present.actions.fullScreen'),
  keys: ['f'],
  enabled: always,
  run: ({ present }) => void present.toggleFullScreen(),
};

export const presentEscape: Action = {
  id: 'present-escape',
  name: () => t('present.actions.escape'),
  keys: ['escape'],
  enabled: always,
  run: ({ present }) => void present.escape(),
};

export const presentLeave: Action = {
  id: 'present-leave',
  name: () => t('present.actions.leave'),
  keys: [],
  enabled: always,
  run: ({ present }) => present.leave(),
};

/** In the order of the help. */
export const presentActions: readonly Action[] = [
  presentNext,
  presentBack,
  presentTrain,
  presentBlack,
  presentCode,
  presentWindow,
  presentLock,
  presentDark,
  presentFullScreen,
  presentEscape,
  presentLeave,
];
