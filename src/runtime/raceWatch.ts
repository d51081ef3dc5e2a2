/** Tells whether the experiment's own runs load or train, for what waits meanwhile. */
import type { RaceEvent } from './raceEvents';

/** Watches one race after another. */
export class RaceWatch {
  private readonly listeners = new Set<() => void>();
  /** Counts the loads, so that what the one before still tells is no news. */
  private loads = 0;
  private isBusy = false;

  /** Whether runs load or train. */
  get busy(): boolean {
    return this.isBusy;
  }

  /** Calls the listener whenever that changes. @returns what ends it */
  listen(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Begins a load. @param hear what gets its events @returns the same, which is watched; and what a load that fails is told by */
  begin<Answer>(hear: (event: RaceEvent) => Answer): { hear: (event: RaceEvent) => Answer; failed(): void } {
    const load = ++this.loads;
    const set = (busy: boolean) => {
      if (load !== this.loads || busy === this.isBusy) return;
      this.isBusy = busy;
      for (const listener of this.listeners) listener();
    };
    return {
      hear(event) {
        if (event.type === 'state') set(event.state === 'loading' || event.state === 'training');
        return hear(event);
      },
      failed: () => set(false),
    };
  }
}
