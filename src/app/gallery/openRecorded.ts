/** Puts what was recorded elsewhere on the page, as a new experiment. */
import type { LabDocument } from '../../document/document';
import type { Autosave } from '../autosave/autosave';
import { restoreDocument } from '../document/documentSnapshot';
import type { PageDocument } from '../document/pageDocument';
import type { Links } from '../links/links';
import type { Session } from '../session/session';

export interface RecordedPlace {
  document: PageDocument;
  session: Session;
  autosave: Autosave;
  links: Links;
}

/** Shows it under a name, not yet saved; what was on the page stays saved. Rejects with an Error for the reader. */
export async function openRecorded(
  { document, session, autosave, links }: RecordedPlace,
  name: string,
  recorded: LabDocument,
): Promise<void> {
  await autosave.startNew(name, () => {
    links.forget();
    restoreDocument(document, session.runs, recorded);
  });
}
