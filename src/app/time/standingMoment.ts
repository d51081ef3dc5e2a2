/** The moment of the view once it stands still: what is out of view follows this one, so that scrubbing draws what is seen alone. */
import { debounce } from 'es-toolkit';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ViewStore } from '../document/viewStore';

/** How long the moment stays before it stands still, in milliseconds. */
const stillness = 150;

/** Follows a view's moment. */
export function standingMoment(view: ViewStore): StoreApi<{ moment: number | null }> {
  const read = () => ({ moment: view.getState().moment });
  const standing = createStore(read);
  const follow = debounce(() => standing.setState(read()), stillness);
  view.subscribe((now, before) => {
    if (now.moment !== before.moment) follow();
  });
  return standing;
}
