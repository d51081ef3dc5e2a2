/** One seat of a class: opens the link of the wall, takes the cell of a seat's number, and knows when it can be handed in. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { cellOfSeat, type Plan, readPlan, seatExperiment } from '../../document/classroom/plan';
import { defaultView, fittedView } from '../../document/view';
import type { Experiment } from '../../experiment/schema';
import { t } from '../../i18n/i18n';
import { replaceAddress } from '../../platform/address';
import { noResults } from '../../runtime/runReducer';
import { errorMessage } from '../errorMessage';
import type { RecordedPlace } from '../gallery/openRecorded';
import { ownTextOf } from '../links/links';
import { keepSeat, keptSeat } from './seatVisit';

export interface SeatState {
  /** Whether the page is a seat of a class at all. */
  open: boolean;
  /** null where its link could not be read. */
  plan: Plan | null;
  /** From 1; null until it is taken. */
  seat: number | null;
  /** What went wrong, for the reader. */
  error: string | null;
}

const noSeat: SeatState = { open: false, plan: null, seat: null, error: null };

/** Says in the address that the page is a seat of the class whose link follows. */
const parameter = 'class';

/** Gives the address of a plan. @param link of the plan, "#" included */
export function planAddress(link: string): string {
  const url = new URL(location.href);
  url.search = parameter;
  url.hash = link;
  return url.href;
}

/** The seat of one page. */
export class Seats {
  readonly state: StoreApi<SeatState> = createStore<SeatState>()(() => noSeat);
  private link = '';

  constructor(private readonly place: RecordedPlace) {}

  /** Reads the plan in the page's address, so that it is not opened as a link; after a reload the one that was there. */
  followAddress(): void {
    if (!new URLSearchParams(location.search).has(parameter)) return;
    const kept = keptSeat();
    const { hash } = location;
    const link = hash === '' ? kept?.link : hash;
    replaceAddress(location.pathname + location.search);
    if (!link) {
      this.state.setState({ ...noSeat, open: true, error: t('class.seat.noLink') });
      return;
    }
    this.link = link;
    const read = readPlan(link);
    const seat = kept?.link === link ? kept.seat : null;
    if (read.ok) this.state.setState({ open: true, plan: read.plan, seat, error: null });
    else
      this.state.setState({
        ...noSeat,
        open: true,
        error: t(`class.seat.${read.problem}`, { why: read.why }),
      });
    if (read.ok) keepSeat({ link, seat });
  }

  /** The experiment of the seat; null where none is taken. */
  experiment(): Experiment | null {
    const { plan, seat } = this.state.getState();
    return plan && seat !== null ? seatExperiment(plan, cellOfSeat(plan, seat)) : null;
  }

  /** Takes a seat, or begins its cell anew: an experiment of its own, untrained. Never rejects. @param seat from 1 */
  async take(seat: number): Promise<void> {
    const { plan } = this.state.getState();
    if (!plan) return;
    const experiment = seatExperiment(plan, cellOfSeat(plan, seat));
    const { ownText, note } = ownTextOf({ experiment, text: plan.text }, null);
    if (note) {
      this.state.setState({ error: note });
      return;
    }
    const { document, session, autosave, links } = this.place;
    try {
      await autosave.startNew(t('class.seat.savedName', { seat }), () => {
        links.forget();
        document.experiment.setState({ experiment, ownText, error: null });
        document.sweeps.setState({ sweeps: [] });
        document.view
          .getState()
          .set({ ...fittedView(defaultView, experiment), enlarged: false, dialog: null });
        document.history.clear();
        session.runs.setState(noResults);
      });
      await autosave.writeNow();
      this.state.setState({ seat, error: null });
      keepSeat({ link: this.link, seat });
    } catch (error) {
      this.state.setState({ error: errorMessage(error) });
    }
  }

  /** Gives the seat up for another number; what is on the page stays there. */
  giveUp(): void {
    this.state.setState({ seat: null, error: null });
    keepSeat({ link: this.link, seat: null });
  }

  /** Leaves the class; what is on the page stays there. */
  leave(): void {
    this.state.setState(noSeat);
    keepSeat(null);
    replaceAddress(location.pathname);
  }
}
