/** A sweep that trained when the page was left, and those that waited for it, go on once the page is back, in the tab that writes its experiment. */
import type { Entry } from '../../document/records';
import type { Sweep } from '../../document/sweepsSchema';
import { isolated } from '../../format/visible';
import type { PageDocument } from '../document/pageDocument';
import { numberedName } from '../document/sweepsStore';
import { sweepGoesOnNotice } from '../notices/messages';
import type { Notices } from '../notices/notices';
import type { Session } from '../session/session';

interface Parts {
  document: PageDocument;
  session: Session;
  notices: Notices;
}

/**
 * Has the sweep that trained when an experiment was written go on as soon as the worker is started, and then those that waited for it. A
 * notice names them all, at most for as long as the first of them trains; nothing where none did, or no run is left.
 */
export function goOnWithSweep(
  { document, session, notices }: Parts,
  { sweepUnderWay, sweepsWaiting = [] }: Entry,
): void {
  const { sweeps } = session;
  if (!sweepUnderWay) return;
  const sweep = sweeps.goOnLater([sweepUnderWay, ...sweepsWaiting]);
  if (!sweep) return;
  const { waiting } = sweeps.state.getState();
  const nameOf = (id: string) => {
    const all = document.sweeps.getState().sweeps;
    const place = all.findIndex((one) => one.id === id);
    return place < 0 ? '' : isolated(numberedName(place, all[place] as Sweep));
  };
  const notice = sweepGoesOnNotice(
    () => nameOf(sweep.id),
    () => waiting.map(nameOf),
    () => {
      notices.close(notice.id);
      document.view.getState().set({ dockTab: 'sweeps' });
    },
    () => void sweeps.leave(sweep.id),
  );
  notices.say(notice);
  const stopWatching = sweeps.state.subscribe(({ id, errors }) => {
    if (id === sweep.id) return;
    stopWatching();
    const error = errors[sweep.id];
    if (error === undefined) notices.close(notice.id);
    else notices.say({ id: notice.id, text: () => error });
  });
}
