/** The presenter's window: follows one hall, and tells it what to do. It holds no experiment and trains nothing. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Answer } from '../../lessons/questions';
import type { Lesson } from '../../lessons/schema';
import { errorMessage } from '../errorMessage';
import { type Command, type HallChannel, type HallState, openHallChannel } from './messages';

interface PresenterState {
  /** What the hall said last; null before it said anything. */
  hall: HallState | null;
  /** It answers. */
  connected: boolean;
  /** The browser has no channel between windows. */
  noChannel: boolean;
  lessons: readonly Lesson[];
  /** Why the lessons could not be had, for the reader. */
  error: string | null;
}

/** Milliseconds between two questions whether the hall is there, and without an answer until it counts as lost. */
const askEvery = 1000;
const patience = 3000;
/** Milliseconds after which another hall takes the place of a lost one. */
const loyalty = 10_000;

/** One presenter's window. */
export class Presenter {
  readonly state: StoreApi<PresenterState> = createStore<PresenterState>()(() => ({
    hall: null,
    connected: false,
    noChannel: false,
    lessons: [],
    error: null,
  }));
  private readonly channel: HallChannel | undefined;
  private heard = 0;

  /** @param id of the hall; null to follow the first that answers */
  constructor(private id: string | null) {
    this.heard = id === null ? 0 : Date.now();
    this.channel = openHallChannel((message) => {
      if (message.type !== 'state' && message.type !== 'left') return;
      if (message.type === 'state' && this.isFree) this.id = message.hall;
      if (message.hall !== this.id) return;
      if (message.type === 'left') this.state.setState({ connected: false });
      else {
        this.heard = Date.now();
        this.state.setState({ hall: message.state, connected: true });
      }
    });
    if (!this.channel) this.state.setState({ noChannel: true });
    // A hall that is hidden answers too, as it need not wait for a timer of its own.
    setInterval(() => this.ask(), askEvery);
    this.ask();
    import('../../lessons').then(
      ({ lessons }) => this.state.setState({ lessons }),
      (reason) => this.state.setState({ error: errorMessage(reason) }),
    );
  }

  do(command: Command): void {
    if (this.id !== null) this.channel?.post({ type: 'do', hall: this.id, command });
  }

  answer(value: Answer): void {
    if (this.id !== null) this.channel?.post({ type: 'answer', hall: this.id, value });
  }

  /** @param counts how many of the room chose each option @param shown whether the hall sees them */
  count(counts: number[], shown: boolean): void {
    if (this.id !== null) this.channel?.post({ type: 'counts', hall: this.id, counts, shown });
  }

  private ask(): void {
    const { connected } = this.state.getState();
    if (connected && Date.now() - this.heard > patience) this.state.setState({ connected: false });
    this.channel?.post({ type: 'ask', hall: this.isFree ? null : this.id });
  }

  private get isFree(): boolean {
    return !this.state.getState().connected && Date.now() - this.heard > loyalty;
  }
}
