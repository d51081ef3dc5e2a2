/** The takes of the page as documents, to be saved with the experiment, and back. */
import { isEqual } from 'es-toolkit';
import type { KeptDocument } from '../../document/keptDocument';
import { viewOf } from '../../document/view';
import { documentOf, resultsOf } from '../document/documentSnapshot';
import type { PageDocument } from '../document/pageDocument';
import type { ArchivedRun, Edited, ResultsArchive } from './resultsArchive';
import { runVersions } from './runVersions';

/** Reads and restores the takes of one page. */
export class Takes {
  /** What the takes were last made of, so that they stay the same objects as long as they are the same. */
  private last: { archived: readonly ArchivedRun[]; versions: Edited[]; documents: KeptDocument[] } | null =
    null;

  constructor(
    private readonly document: PageDocument,
    private readonly archive: ResultsArchive,
  ) {}

  /** Makes a document of each take, oldest first; the same array for the same takes. */
  documents(): readonly KeptDocument[] {
    const { experiment, ownText } = this.document.experiment.getState();
    const { archived } = this.archive.state.getState();
    const versions = runVersions(archived, { experiment, ownText }).map(({ edited }) => edited);
    const { last } = this;
    if (last && last.archived === archived && isEqual(last.versions, versions)) return last.documents;
    const view = viewOf(this.document.view.getState());
    const documents = versions.map((edited) =>
      documentOf({ ...edited, view }, this.archive.resultsOf(edited)),
    );
    this.last = { archived, versions, documents };
    return documents;
  }

  /** Puts takes that were saved beside what is on the page; one that was never trained is left out. */
  restore(takes: readonly KeptDocument[]): void {
    for (const take of takes) {
      const results = resultsOf(take);
      if (results) this.archive.add({ experiment: take.experiment, ownText: take.ownText }, results);
    }
  }
}
