/** What an action is, and the state of the page that says whether it can run. */
import { useCallback, useSyncExternalStore } from 'react';
import type { App } from '../../app/app';
import type { SeatState } from '../../app/classroom/seats';
import type { ExperimentState } from '../../app/document/experimentStore';
import type { ViewState } from '../../app/document/viewStore';
import type { DraftsState } from '../../app/lessons/drafts';
import { asksFirst, isPartLocked, type LessonState } from '../../app/lessons/lessonState';
import type { PresentState } from '../../app/present/presentState';
import type { RunsState } from '../../app/session/runsStore';
import type { History } from '../../document/editHistory';
import type { PagePart } from '../../lessons/parts';
import { useApp } from '../AppContext';
import type { KeyPlace } from './localKeys';

/** All stores of the page at one moment. */
export interface PageState {
  experiment: ExperimentState;
  runs: RunsState;
  view: ViewState;
  history: History;
  lesson: LessonState;
  present: PresentState;
  seat: SeatState;
  drafts: DraftsState;
}

/** Something a person can do, listed once for its button, its keys and the help. */
export interface Action {
  id: string;
  /** What it does, as the help says it. */
  name(): string;
  /** What its button says; `name` where it has no button, or one without words. */
  label?(state: PageState): string;
  /** Alternatives, each a chord ("t", "mod+shift+z") or several chords pressed one after the other ("0 1"). */
  keys: readonly string[];
  /** Where its keys count, for those that count in a part of the page alone: while the focus is in there. */
  focus?: { selector: string; where: KeyPlace };
  /** Where its button stands: a lesson's step may lock that part of the page. Left out for what no step locks. */
  part?: PagePart;
  /** Whether it can run now, for all that a lesson says: its button is disabled and its keys do nothing where it cannot. */
  enabled(state: PageState): boolean;
  run(app: App): void;
}

/** An action that can always run. */
export const always = () => true;

/**
 * Whether an action can run now, in a lesson too: nothing trains there before the step's prediction is locked in, nor while its
 * recording plays.
 */
export function canRun({ part, enabled }: Action, state: PageState): boolean {
  const { lesson } = state;
  if (!enabled(state) || (part && isPartLocked(lesson, part))) return false;
  return part !== 'runBar' || (lesson.playing === null && !asksFirst(lesson));
}

/** Reads all stores of the page at this moment. */
export const pageState = ({ document, session, lessons, present, seats, drafts }: App): PageState => ({
  experiment: document.experiment.getState(),
  runs: session.runs.getState(),
  view: document.view.getState(),
  history: document.history.state.getState(),
  lesson: lessons.state.getState(),
  present: present.state.getState(),
  seat: seats.state.getState(),
  drafts: drafts.state.getState(),
});

function subscribe(
  { document, session, lessons, present, seats, drafts }: App,
  listener: () => void,
): () => void {
  const stores = [
    document.experiment,
    session.runs,
    document.view,
    document.history.state,
    lessons.state,
    present.state,
    seats.state,
    drafts.state,
  ];
  const unsubscribes = stores.map((store) => store.subscribe(listener));
  return () => {
    for (const unsubscribe of unsubscribes) unsubscribe();
  };
}

/**
 * Selects from the page's state and renders again when the result changes.
 * @param select returns a primitive, or the same object for the same state: it runs at every change of a store
 */
export function usePageState<T>(select: (state: PageState) => T): T {
  const app = useApp();
  const subscribeToApp = useCallback((listener: () => void) => subscribe(app, listener), [app]);
  return useSyncExternalStore(subscribeToApp, () => select(pageState(app)));
}
