/** Messages about what happened beside the training, each with its actions, shown until they are closed; what only tells goes by itself. */
import { createStore, type StoreApi } from 'zustand/vanilla';

/** One message. */
export interface Notice {
  /** A second notice of the same id takes the first one's place. */
  id: string;
  /** Its sentence, looked up when it is drawn, as its labels are. */
  text(): string;
  actions?: { label(): string; run(): void }[];
  /** It only tells, and goes by itself once there was time to read it; what went wrong stays. */
  passes?: boolean;
  /** It waits for one of its actions and cannot be closed. */
  lasting?: boolean;
}

/** The notices of one page. */
export class Notices {
  /** The notices shown, the last said last. */
  readonly state: StoreApi<readonly Notice[]> = createStore<readonly Notice[]>()(() => []);

  /** Shows a notice, in place of one of the same id. */
  say(notice: Notice): void {
    this.state.setState([...this.state.getState().filter(({ id }) => id !== notice.id), notice], true);
  }

  /** Closes the notice of this id, if there is one. */
  close(id: string): void {
    this.state.setState(
      this.state.getState().filter((notice) => notice.id !== id),
      true,
    );
  }
}
