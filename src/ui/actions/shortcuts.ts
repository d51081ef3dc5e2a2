/** Listens to keys for the actions. */
import type { App } from '../../app/app';
import { type Action, canRun, pageState } from './action';
import { chordOf } from './keys';

/** Where keys are someone's writing, or belong to a dialog or a menu. */
const elsewhere = 'input, textarea, select, [role="dialog"], [role="menu"]';

/** What a slider has no use for: it is moved by arrows, Enter, signs and the like. */
const besideSlider = /^[\p{L},.?]$/u;

/** Tells whether a key that is pressed there is meant for what it is pressed on. */
const isMeantFor = (target: HTMLElement | null, key: string): boolean =>
  Boolean(target?.closest?.(elsewhere)) ||
  (Boolean(target?.closest?.('[role="slider"]')) && !besideSlider.test(key));

/** Milliseconds after which a sequence of keys that is not finished is dropped. */
const sequenceTimeout = 2000;

/**
 * Makes the keydown listener of some actions. It runs the enabled action whose keys are pressed, unless they are meant
 * for something else, and remembers the pressed part of a sequence.
 * @returns a listener, which tells whether it handled the event
 */
export function shortcuts(app: App, actions: readonly Action[]): (event: KeyboardEvent) => boolean {
  let pending: { keys: string; at: number } | null = null;

  const withKeys = (target: HTMLElement | null, test: (keys: string) => boolean) => {
    const state = pageState(app);
    const counts = ({ focus }: Action) => !focus || target?.closest?.(focus.selector);
    return actions.find((action) => action.keys.some(test) && counts(action) && canRun(action, state));
  };
  /** @returns whether the keys are an action's, which then runs, or the beginning of one's */
  const take = (target: HTMLElement | null, keys: string, at: number): boolean => {
    const action = withKeys(target, (own) => own === keys);
    pending = !action && withKeys(target, (own) => own.startsWith(`${keys} `)) ? { keys, at } : null;
    action?.run(app);
    return action !== undefined || pending !== null;
  };

  return (event) => {
    const target = event.target as HTMLElement | null;
    if (event.altKey || event.repeat || app.document.view.getState().dialog || isMeantFor(target, event.key))
      return false;
    // A modifier on its own, as before a digit that the layout has behind Shift.
    if (['Shift', 'Control', 'Meta'].includes(event.key)) return false;
    const chord = chordOf(event);
    const before = pending && event.timeStamp - pending.at < sequenceTimeout ? pending.keys : null;
    const taken =
      (before !== null && take(target, `${before} ${chord}`, event.timeStamp)) ||
      take(target, chord, event.timeStamp);
    if (taken) event.preventDefault();
    return taken;
  };
}
