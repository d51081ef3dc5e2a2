/** Keys of the presenter's window: those of the hall, which is told of them. */
import type { Command } from '../../app/present/messages';
import type { Presenter } from '../../app/present/presenter';
import type { Action } from '../actions/action';
import { chordOf } from '../actions/keys';
import {
  presentBack,
  presentBlack,
  presentCode,
  presentLock,
  presentNext,
  presentTrain,
} from '../actions/presentActions';

/** The actions that the hall can be asked for from here. */
export const hallActions: readonly { command: Exclude<Command, 'lockIn'>; action: Action }[] = [
  { command: 'back', action: presentBack },
  { command: 'next', action: presentNext },
  { command: 'space', action: presentTrain },
  { command: 'black', action: presentBlack },
  { command: 'code', action: presentCode },
  { command: 'unlock', action: presentLock },
];

/** What a clicker sends is for the hall wherever the focus is. */
const clicked = ['pagedown', 'pageup'];

/** Listens to the window's keys. @returns what ends it */
export function followKeys(presenter: Presenter): () => void {
  const listener = (event: KeyboardEvent) => {
    const target = event.target as Element | null;
    const chord = chordOf(event);
    const isClicked = clicked.includes(chord);
    if (event.altKey || event.repeat) return;
    if (!isClicked && target?.closest?.('input, textarea, [role="slider"]')) return;
    if (chord === 'space' && target?.closest?.('button, a')) return;
    const found = hallActions.find(({ action }) => action.keys.includes(chord));
    if (!found) return;
    event.preventDefault();
    event.stopPropagation();
    presenter.do(found.command);
  };
  addEventListener('keydown', listener, true);
  return () => removeEventListener('keydown', listener, true);
}
