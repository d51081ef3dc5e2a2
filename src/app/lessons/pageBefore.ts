/** What was on the page before a lesson took it: it stays saved, or is held here where no storage keeps it, and can be had back. */
import type { KeptDocument } from '../../document/keptDocument';
import { restoreDocument, snapshotDocument } from '../document/documentSnapshot';
import { errorMessage } from '../errorMessage';
import type { RecordedPlace } from '../gallery/openRecorded';

export class PageBefore {
  /** Id of its saved experiment; null where there was none. */
  id: string | null = null;
  /** What no storage keeps. */
  private held: KeptDocument | null = null;

  constructor(private readonly place: RecordedPlace) {}

  /** Notes what is on the page now. */
  note(): void {
    const { document, session, autosave } = this.place;
    const { current, database } = autosave.state.getState();
    this.id = current.id;
    this.held = database === null ? snapshotDocument(document, session.runs.getState()) : null;
  }

  forget(): void {
    this.id = null;
    this.held = null;
  }

  /** Has it back on the page, and forgets it. Never rejects. @returns why it could not be had, for the reader; null where it is there */
  async bringBack(): Promise<string | null> {
    const { id, held } = this;
    this.forget();
    const { document, session, autosave } = this.place;
    if (held) {
      await session.clear();
      restoreDocument(document, session.runs, held);
      return null;
    }
    return id === null ? null : ((await autosave.open(id).catch(errorMessage)) ?? null);
  }
}
