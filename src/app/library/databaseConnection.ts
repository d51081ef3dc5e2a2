/**
 * The connection to the database of saved experiments. Browsers close it: Safari at will, all where site data is cleared; the
 * next use opens it anew.
 */
import { withTimeout } from 'es-toolkit';
import { type Database, openDatabase } from './database';
import { isClosed } from './storageFault';

/** What happens to the database beside what the page does with it. */
export interface DatabaseListener {
  /** A page of an earlier version has the database open; it opens once that is closed. */
  blocked(): void;
  /** A page of a later version wants the database, which is closed for good when this resolves. */
  blocking(): Promise<void>;
  /** The database was deleted, or the browser has closed it: the next use opens it anew. */
  closed(): void;
}

/** How long an opening anew may take, in milliseconds. */
const reopenTimeout = 10_000;

/** One connection at a time. */
export class DatabaseConnection {
  private opened: Promise<Database> | null = null;

  constructor(private readonly listener: DatabaseListener) {}

  /** Opens the database where it is not open. Rejects with the browser's error. */
  open(): Promise<Database> {
    if (this.opened) return this.opened;
    const opened = openDatabase({
      blocked: () => this.listener.blocked(),
      blocking: () => this.listener.blocking(),
      deleted: () => this.lose(opened),
      terminated: () => this.lose(opened),
    });
    this.opened = opened;
    opened.catch(() => this.forget(opened));
    return opened;
  }

  /** Does some work with the database, and once more with one opened anew where it turns out closed. Rejects as the work does. */
  async use<T>(work: (db: Database) => Promise<T>): Promise<T> {
    const opened = this.open();
    try {
      return await work(await opened);
    } catch (error) {
      if (!isClosed(error)) throw error;
      this.forget(opened);
      return work(await withTimeout(() => this.open(), reopenTimeout));
    }
  }

  private lose(opened: Promise<Database>): void {
    if (this.forget(opened)) this.listener.closed();
  }

  /** @returns whether it was the one in use */
  private forget(opened: Promise<Database>): boolean {
    if (this.opened !== opened) return false;
    this.opened = null;
    void opened.then((db) => db.close()).catch(() => {});
    return true;
  }
}
