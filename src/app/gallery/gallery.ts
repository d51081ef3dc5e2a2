/** Opens ready experiments: each comes to the page as a new experiment, with what was recorded of it. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { readRecording } from '../../document/recording';
import type { ReadyExperiment } from '../../experiment/ready';
import type { Autosave } from '../autosave/autosave';
import { restoreDocument } from '../document/documentSnapshot';
import type { PageDocument } from '../document/pageDocument';
import { errorMessage } from '../errorMessage';
import type { Links } from '../links/links';
import type { Session } from '../session/session';
import { fetchRecording } from './fetchRecording';

interface GalleryOptions {
  document: PageDocument;
  session: Session;
  autosave: Autosave;
  links: Links;
}

/** The gallery of one page. */
export class Gallery {
  readonly state: StoreApi<{ opening: string | null; error: string | null }> = createStore(() => ({
    /** Id of the ready experiment that is being fetched. */
    opening: null as string | null,
    /** Why the last one could not be opened, for the reader. */
    error: null as string | null,
  }));
  private readonly options: GalleryOptions;

  constructor(options: GalleryOptions) {
    this.options = options;
  }

  /** Opens one; what was on the page stays saved. Never rejects. @returns whether it is on the page */
  async open({ id, name, recording }: ReadyExperiment): Promise<boolean> {
    if (this.state.getState().opening !== null) return false;
    this.state.setState({ opening: id, error: null });
    const { document, session, autosave, links } = this.options;
    try {
      const recorded = readRecording(await fetchRecording(recording), name);
      await autosave.startNew(name, () => {
        links.forget();
        restoreDocument(document, session.runs, recorded);
      });
      await autosave.writeNow();
      return true;
    } catch (error) {
      this.state.setState({ error: errorMessage(error) });
      return false;
    } finally {
      this.state.setState({ opening: null });
    }
  }
}
