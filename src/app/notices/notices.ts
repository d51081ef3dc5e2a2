/** Messages about what happened beside the training, each with its actions, shown until they are closed. */
import { createStore, type StoreApi } from 'zustand/vanilla';

export interface Notice {
  /** A second notice of the same id takes the first one's place. */
  id: string;
  text: string;
  actions?: { label: string; run(): void }[];
  /** It waits for one of its actions and cannot be closed. */
  lasting?: boolean;
}

export class Notices {
  /** The notices shown, the last said last. */
  readonly state: StoreApi<readonly Notice[]> = createStore<readonly Notice[]>()(() => []);

  say(notice: Notice): void {
    this.state.setState([...this.state.getState().filter(({ id }) => id !== notice.id), notice], true);
  }

  close(id: string): void {
    this.state.setState(
      this.state.getState().filter((notice) => notice.id !== id),
      true,
    );
  }
}
