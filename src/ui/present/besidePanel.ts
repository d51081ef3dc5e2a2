/** Which one panel stands beside the curves in the hall. */
import type { PageState } from '../actions/action';
import { panels } from '../panels';
import type { Panel } from '../panels/panel';

/** Places of what stands in the view for the hall by itself: the curves, the text of a lesson, the stacks. */
const elsewhere = ['curves', 'runs'];

/** Gives the panel that the step points at; else the first of the dock's open tab; null where the step hides the dock. */
export function besidePanel(state: PageState): Panel | null {
  const offered = panels.filter(
    ({ id, place, shown }) => !elsewhere.includes(place) && id !== 'lesson' && shown(state),
  );
  const stage = state.lesson.open?.stage;
  for (const mark of stage?.marks ?? []) {
    const [kind, name] = mark.split(':');
    const found = offered.find(
      ({ id, place }) =>
        (kind === 'panel' && id === name) ||
        (kind === 'tab' && place === name) ||
        (kind === 'map' && place === 'maps'),
    );
    if (found) return found;
  }
  if (stage?.hidden.includes('dock')) return null;
  return offered.find(({ place }) => place === state.view.dockTab) ?? null;
}
