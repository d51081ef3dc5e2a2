/** Binds a button to its action. */
import { useApp } from '../AppContext';
import { type Action, canRun, usePageState } from '../actions/action';
import { ariaKeys } from '../actions/keys';
import { useMark } from './useMark';

/** Returns the properties of an action's button, for any element. */
export function useAction(action: Action) {
  const app = useApp();
  const disabled = usePageState((state) => !canRun(action, state));
  const mark = useMark(`action:${action.id}`);
  return { ...mark, disabled, onClick: () => action.run(app), 'aria-keyshortcuts': ariaKeys(action.keys) };
}

/** Returns the label of an action's button in the present state. */
export const useLabel = (action: Action): string =>
  usePageState((state) => action.label?.(state) ?? action.name());
