/** Opens links: the experiment that a link carries in place of the one being edited, with the view on it. Trains nothing. */

import { isEqual } from 'es-toolkit';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { ownTextId, parseOwnText } from '../../data/corpora';
import { decodeLink } from '../../document/link/link';
import type { Shared, SharedCurves, SharedText } from '../../document/link/shared';
import { textHash } from '../../document/link/textSection';
import { mostSweeps } from '../../document/sweepsSchema';
import { fittedView } from '../../document/view';
import { defaultExperiment } from '../../experiment/defaults';
import { trainsAlike } from '../../experiment/edit';
import { styleOf } from '../../experiment/runStyles';
import type { Experiment, Run } from '../../experiment/schema';
import type { SweepChoice } from '../../experiment/sweeps/choice';
import { t } from '../../i18n/i18n';
import { replaceAddress } from '../../platform/address';
import type { OwnText } from '../../runtime/protocol';
import type { PageDocument } from '../document/pageDocument';
import type { SweepsState } from '../document/sweepsStore';
import type { Session } from '../session/session';
import { newSweep } from '../session/sweepEdits';

/** Curves that a link brought for one of its runs. */
export interface LinkedRun {
  runId: string;
  /** Of the run, in the link. */
  style: number;
  curves: SharedCurves;
}

/** What the last link brought. */
export interface LinkState {
  /** What was wrong with the last link, a message for the reader each. */
  notes: readonly string[];
  /** Whether anything of it is on the page. */
  opened: boolean;
  /** The file it trains on and does not carry. */
  file: Extract<SharedText, { kind: 'file' }> | null;
  linkedCurves: readonly LinkedRun[];
  linkedCurvesHidden: boolean;
}

/**
 * Hashes that are no links: letters alone, which name a place on the page (even a damaged link has more), and what a
 * tracker put there where no link is.
 */
const namesNoLink = /^(#[a-z-]*|#[?&/!]*[a-z_][\w.-]*=(?!.*\b\d+[a-z]+\.).*)?$/is;

/** The state before the first link. */
const noLink: LinkState = {
  notes: [],
  opened: false,
  file: null,
  linkedCurves: [],
  linkedCurvesHidden: false,
};

interface LinksOptions {
  document: PageDocument;
  session: Session;
  /** Called before the experiment of a link takes the place of another. */
  onReplace(): void;
}

/** Opens one link after the other on a page. */
export class Links {
  readonly state: StoreApi<LinkState> = createStore<LinkState>()(() => noLink);
  private readonly document: PageDocument;
  private readonly session: Session;
  private readonly onReplace: () => void;
  /** The experiment of the link in the page's address; null where that is not the one being edited. */
  private addressed: Experiment | null = null;

  constructor({ document, session, onReplace }: LinksOptions) {
    this.document = document;
    this.session = session;
    this.onReplace = onReplace;
  }

  /** Opens the link in the page's address, if there is one, and each that comes to be there. @see open */
  followAddress(options: { embedded: boolean }): void {
    this.openAddress(options);
    window.addEventListener('hashchange', () => this.openAddress(options));
    // A frame's stays as its page gave it, and is opened anew with that.
    if (options.embedded) return;
    // An address that is not of the experiment on the page would bring another back at the next reload.
    this.document.experiment.subscribe(({ experiment }) => {
      if (this.addressed === null || experiment === this.addressed) return;
      this.addressed = null;
      replaceAddress(location.pathname + location.search);
    });
  }

  /**
   * Opens a link, which can be undone. What is wrong with it is left in `notes`.
   * @param embedded whether not even the text is to be read before someone presses something
   * @returns whether there was something to open
   */
  open(link: string, { embedded } = { embedded: false }): boolean {
    const decoded = decodeLink(link);
    if (!decoded.ok) {
      this.state.setState({ notes: [decoded.message], opened: false });
      return false;
    }
    const { shared, warnings } = decoded;
    const { experiment } = shared;
    const edited = this.document.experiment.getState();
    const { ownText, note } = ownTextOf(shared, edited.ownText);
    const before = this.state.getState();
    const opened: LinkState = {
      ...noLink,
      opened: true,
      notes: note ? [...warnings, note] : warnings,
      file: shared.text?.kind === 'file' ? shared.text : null,
      linkedCurves: (shared.curves ?? []).map((curves, place) => {
        const runId = runAt(experiment, place).id;
        return { runId, style: styleOf(experiment.runs, runId), curves };
      }),
    };
    const { sweeps } = this.document;
    const sweepsBefore = sweeps.getState();
    let sweepsAfter = sweepsBefore;
    const open = () => {
      const take = () => void edited.apply(() => experiment, ownText);
      // What is on the page already trains on.
      if (trainsAlike(experiment, edited.experiment) && ownText === edited.ownText) take();
      else {
        this.onReplace();
        void this.session.sweeps.clear();
        this.session.edits.takeLink(take, embedded);
      }
      if (shared.sweep) sweeps.setState(withLinked(shared.sweep, this.document));
      sweepsAfter = sweeps.getState();
      this.document.view.getState().set({ ...fittedView(shared.view, experiment), enlarged: false });
      this.state.setState(opened);
      return true;
    };
    this.document.history.change(() => t('app.links.opened'), open, {
      sideEffects: {
        undo: () => {
          this.state.setState({ ...before, notes: [] });
          sweeps.setState(sweepsBefore);
        },
        redo: () => {
          this.state.setState({ ...opened, notes: [] });
          sweeps.setState(sweepsAfter);
        },
      },
    });
    // On a page that is as it first comes there is nothing to undo.
    if (isEqual(edited.experiment, defaultExperiment())) this.document.history.clear();
    return true;
  }

  /** Forgets what the last link brought, as another experiment takes the page. */
  forget(): void {
    this.state.setState(noLink);
  }

  private openAddress(options: { embedded: boolean }): void {
    const { hash } = location;
    if (namesNoLink.test(hash)) return;
    this.addressed = null;
    if (this.open(hash, options)) this.addressed = this.document.experiment.getState().experiment;
  }
}

/** The page's sweeps with that of a link, where it is not there already. */
function withLinked(choice: SweepChoice, { sweeps, experiment }: PageDocument): SweepsState {
  const before = sweeps.getState().sweeps;
  const added = newSweep(choice, experiment.getState());
  const isThere = before.some(
    (sweep) => isEqual(sweep.choice, choice) && trainsAlike(sweep.experiment, added.experiment),
  );
  return { sweeps: isThere ? before : [...before, added].slice(-mostSweeps) };
}

const runAt = ({ runs }: Experiment, index: number) => runs[index] as Run;

/** Gives the text that goes with the link: what it carries, or the one that is there if the link means that or none. */
export function ownTextOf(
  { experiment, text }: Pick<Shared, 'experiment' | 'text'>,
  current: OwnText | null,
): { ownText: OwnText | null; note?: string } {
  if (experiment.task !== null || experiment.corpus !== ownTextId) return { ownText: current };
  if (!text) return { ownText: null };
  if (text.kind === 'file')
    return { ownText: current && textHash(current.text) === text.hash ? current : null };
  // Through the same door as a text that is pasted.
  const bytes = new TextEncoder().encode(text.text);
  const parsed = parseOwnText(bytes, t('app.links.text', { name: text.name }), experiment.model.context);
  if (!parsed.ok) return { ownText: null, note: parsed.message };
  return { ownText: { name: text.name, text: parsed.text } };
}
