/** The page's connection to its worker: opened by the first call, and anew by the first one after a crash. */
import type { ConnectLab, CrashCause, LabConnection } from '../../runtime/client';
import type { LabWorker } from '../../runtime/protocol';

/** Connects to one worker at a time. */
export class WorkerClient {
  private connection: LabConnection | null = null;
  /** Rejects each call that is under way: a worker that is gone will not. */
  private readonly pending = new Set<(error: Error) => void>();

  /** @param onCrash gets a message when the worker is gone; @returns the message that the calls under way reject with */
  constructor(
    private readonly connect: ConnectLab,
    private readonly onCrash: (message: string, cause: CrashCause) => string,
  ) {}

  /** Whether there is a worker; without one nothing is loaded. */
  get isOpen(): boolean {
    return this.connection !== null;
  }

  /** Calls the worker. Rejects with a message for the reader where it refuses, or crashes before it has answered. */
  call<T>(request: (lab: LabWorker) => Promise<T>): Promise<T> {
    this.connection ??= this.connect((message, cause) => this.handleCrash(message, cause));
    const { lab } = this.connection;
    return new Promise<T>((resolve, reject) => {
      this.pending.add(reject);
      request(lab)
        .then(resolve, reject)
        .finally(() => this.pending.delete(reject));
    });
  }

  private handleCrash(message: string, cause: CrashCause): void {
    this.connection?.terminate();
    this.connection = null;
    const reason = this.onCrash(message, cause);
    for (const reject of this.pending) reject(new Error(reason));
    this.pending.clear();
  }
}
