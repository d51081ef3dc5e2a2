/** The calls that a worker is asked, in order. */
import type { Gate } from './gate';

/** The worker has the next call before it is done with one, so as not to wait for it, and no more: they could not be held back. */
const mostUnanswered = 2;

export class CallQueue {
  private readonly calls: (() => Promise<void>)[] = [];
  private unanswered = 0;
  private waitsAtGate = false;

  constructor(private readonly gate: Gate) {}

  /** Makes a call once it is its turn and the gate is open; settles as the call does. */
  add<T>(call: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.calls.push(() => call().then(resolve, reject));
      this.next();
    });
  }

  private next(): void {
    while (this.unanswered < mostUnanswered && !this.waitsAtGate) {
      if (this.gate.opening) {
        this.waitsAtGate = true;
        void this.gate.opening.then(() => {
          this.waitsAtGate = false;
          this.next();
        });
        return;
      }
      const call = this.calls.shift();
      if (!call) return;
      this.unanswered++;
      void call().then(() => {
        this.unanswered--;
        this.next();
      });
    }
  }
}
