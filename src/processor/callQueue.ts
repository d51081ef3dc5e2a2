/** The calls that a worker is asked, in order. */
import { once } from 'es-toolkit';
import type { Gate } from './gate';

/** The worker has the next call before it is done with one, so as not to wait for it, and no more: they could not be held back. */
const mostUnanswered = 2;

export class CallQueue {
  private readonly calls: (() => Promise<void>)[] = [];
  /** Calls that wait at the gate or are under way. */
  private unanswered = 0;
  /** Counts a call that is under way as answered, for each of them. */
  private readonly answered = new Set<() => void>();

  constructor(private readonly gate: Gate) {}

  /** Makes a call once it is its turn and the gate lets it in; settles as the call does. */
  add<T>(call: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.calls.push(() => call().then(resolve, reject));
      this.next();
    });
  }

  /** Gives up the places of calls that are under way: their worker is gone, and does not answer. */
  giveUp(): void {
    for (const answered of this.answered) answered();
  }

  private next(): void {
    while (this.unanswered < mostUnanswered) {
      const call = this.calls.shift();
      if (!call) return;
      this.unanswered++;
      this.gate.enter(() => this.make(call));
    }
  }

  private make(call: () => Promise<void>): void {
    const answered = once(() => {
      this.answered.delete(answered);
      this.unanswered--;
      this.gate.leave();
      this.next();
    });
    this.answered.add(answered);
    void call().then(answered);
  }
}
