/** Opens a link: the experiment it carries in place of the one being edited, with the view on it. Nothing is trained. */
import { isEqual } from 'es-toolkit';
import { create } from 'zustand';
import { ownTextId, parseOwnText } from '../../data/corpora';
import { decodeLink } from '../../document/link/link';
import { textHash } from '../../document/link/textSection';
import type { Shared, SharedCurves, SharedText } from '../../document/link/types';
import { fittedView } from '../../document/view';
import { defaultExperiment } from '../../experiment/defaults';
import { trainsAlike } from '../../experiment/edit';
import type { Experiment, Run } from '../../experiment/schema';
import type { OwnText } from '../../runtime/protocol';
import { useExperiment } from '../document/experimentStore';
import { history } from '../document/history';
import { useView } from '../document/viewStore';
import { session } from '../session/session';

/** The curves that a link brought for one of its runs. */
export interface Ghost {
  runId: string;
  /** Place of the run in the link. */
  index: number;
  curves: SharedCurves;
}

interface LinkState {
  /** What was wrong with the last link, a sentence each. */
  notes: readonly string[];
  /** Whether anything of it is on the page. */
  opened: boolean;
  /** The file it trains on and does not carry. */
  file: Extract<SharedText, { kind: 'file' }> | null;
  ghosts: readonly Ghost[];
  ghostsHidden: boolean;
}

const nothing: LinkState = { notes: [], opened: false, file: null, ghosts: [], ghostsHidden: false };

export const useLink = create<LinkState>()(() => nothing);

let makeRoom: () => void = () => {};

/** Says who is told before the experiment of a link takes the place of another. */
export function beforeLink(listener: () => void): void {
  makeRoom = listener;
}

/** The experiment that the page's address says; null where it says nothing of the one being edited. */
let addressed: Experiment | null = null;

/** Opens the link in the page's address, if there is one, and each that comes to be there. @see openLink */
export function followAddress(options: { embedded: boolean }): void {
  openAddress(options);
  window.addEventListener('hashchange', () => openAddress(options));
  // An address that no longer says what is on the page would bring it back at the next reload.
  useExperiment.subscribe(({ experiment }) => {
    if (addressed === null || experiment === addressed) return;
    addressed = null;
    window.history.replaceState(window.history.state, '', location.pathname + location.search);
  });
}

function openAddress(options: { embedded: boolean }): void {
  const { hash } = location;
  // Letters alone name a place on the page; even a damaged link has more.
  if (/^(#[a-z-]*)?$/i.test(hash)) return;
  addressed = null;
  if (openLink(hash, options)) addressed = useExperiment.getState().experiment;
}

/**
 * Opens a link and offers to take that back. What is wrong with it is left in `notes`.
 * @param embedded whether not even the text is to be read before someone presses something
 * @returns whether there was something to open
 */
export function openLink(link: string, { embedded } = { embedded: false }): boolean {
  const decoded = decodeLink(link);
  if (!decoded.ok) {
    useLink.setState({ notes: [decoded.message], opened: false });
    return false;
  }
  const { shared, warnings } = decoded;
  const { experiment } = shared;
  const edited = useExperiment.getState();
  const { ownText, note } = ownTextOf(shared, edited.ownText);
  const linked = useLink.getState();
  const opened: LinkState = {
    ...nothing,
    opened: true,
    notes: note ? [...warnings, note] : warnings,
    file: shared.text?.kind === 'file' ? shared.text : null,
    ghosts: (shared.curves ?? []).map((curves, index) => ({
      runId: runAt(experiment, index).id,
      index,
      curves,
    })),
  };
  const open = () => {
    const take = () => void edited.apply(() => experiment, ownText);
    // What is on the page already trains on.
    if (trainsAlike(experiment, edited.experiment) && ownText === edited.ownText) take();
    else {
      makeRoom();
      session.takeLink(take, embedded);
    }
    useView.getState().set({ ...fittedView(shared.view, experiment), enlarged: false });
    useLink.setState(opened);
    return true;
  };
  history.change('Opened the experiment of the link.', open, {
    beside: {
      undo: () => useLink.setState({ ...linked, notes: [] }),
      redo: () => useLink.setState({ ...opened, notes: [] }),
    },
  });
  // On a page that is as it first comes there is nothing to take back.
  if (isEqual(edited.experiment, defaultExperiment())) history.clear();
  return true;
}

const runAt = ({ runs }: Experiment, index: number) => runs[index] as Run;

/** The text that goes with the link: what it carries, or the one that is there if the link means that or none. */
function ownTextOf(
  { experiment, text }: Shared,
  current: OwnText | null,
): { ownText: OwnText | null; note?: string } {
  if (experiment.task !== null || experiment.corpus !== ownTextId) return { ownText: current };
  if (!text) return { ownText: null };
  if (text.kind === 'file')
    return { ownText: current && textHash(current.text) === text.hash ? current : null };
  // Through the same door as a text that is pasted.
  const bytes = new TextEncoder().encode(text.text);
  const parsed = parseOwnText(bytes, `The link’s text “${text.name}”`, experiment.model.context);
  if (!parsed.ok) return { ownText: null, note: parsed.message };
  return { ownText: { name: text.name, text: parsed.text } };
}
