/** Keys while a hall is presented to: the view's own, and those of the page once they are unlocked. */
import type { App } from '../../app/app';
import { redo, undo } from '../actions/pageActions';
import { presentActions, presentBack, presentNext } from '../actions/presentActions';
import { shortcuts } from '../actions/shortcuts';
import { variantActions } from '../actions/stackActions';
import { timeActions } from '../actions/timeActions';
import { trainingActions } from '../actions/trainingActions';

/** What Space presses by itself. */
const pressed = 'button, a, summary, [role="tab"], [role="button"]';

/** Makes the keydown listener of the view. */
export function hallKeys(app: App): (event: KeyboardEvent) => boolean {
  const locked = shortcuts(app, [...presentActions, ...timeActions]);
  // The view's own come first: of two actions with a key, the first that can run does.
  const unlocked = shortcuts(app, [
    ...presentActions,
    ...timeActions,
    ...trainingActions,
    ...variantActions,
    undo,
    redo,
  ]);
  return (event) => {
    if (event.key === ' ' && (event.target as Element | null)?.closest?.(pressed)) return false;
    return (app.present.state.getState().unlocked ? unlocked : locked)(event);
  };
}

/**
 * Makes a listener for the keys of a clicker, to be called before any part of the page: who holds one does not know what has the
 * focus.
 */
export const clickerKeys =
  (app: App) =>
  (event: KeyboardEvent): void => {
    const action = { PageDown: presentNext, PageUp: presentBack }[event.key];
    if (!action || !app.present.state.getState().shown) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!event.repeat) action.run(app);
  };
