/** The registry of actions: buttons, keys and the help read it. A new action is an entry here. */
import type { Action } from './action';
import { atlas, compare, exportFiles, help, lessons, library, redo, share, undo } from './pageActions';
import { present } from './presentActions';
import { placement, variantActions } from './stackActions';
import { timeActions } from './timeActions';
import { trainingActions } from './trainingActions';

/** In the order of the help. */
export const actions: readonly Action[] = [
  ...trainingActions,
  ...timeActions,
  ...variantActions,
  placement,
  undo,
  redo,
  compare,
  share,
  exportFiles,
  library,
  atlas,
  lessons,
  present,
  help,
];
