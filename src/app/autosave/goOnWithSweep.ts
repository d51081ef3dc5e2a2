/** A sweep that trained when the page was left goes on once the page is back, in the tab that writes its experiment. */
import type { Entry } from '../../document/records';
import { sweepName } from '../../experiment/sweeps/choice';
import type { PageDocument } from '../document/pageDocument';
import { sweepGoesOnNotice } from '../notices/messages';
import type { Notices } from '../notices/notices';
import type { Session } from '../session/session';

interface Parts {
  document: PageDocument;
  session: Session;
  notices: Notices;
}

/**
 * Has the sweep that trained when an experiment was written go on as soon as the worker is started, which a notice says for as long as it
 * trains; nothing where none did, or no run of it is left.
 */
export function goOnWithSweep({ document, session, notices }: Parts, { sweepUnderWay }: Entry): void {
  const { sweeps } = session;
  const sweep = document.sweeps.getState().sweeps.find(({ id }) => id === sweepUnderWay);
  if (!sweep || !sweeps.goOnLater(sweep.id)) return;
  const notice = sweepGoesOnNotice(
    () => sweepName(sweep.choice.sweep),
    () => {
      notices.close(notice.id);
      document.view.getState().set({ dockTab: 'sweeps' });
    },
    () => void sweeps.stop(),
  );
  notices.say(notice);
  const stopWatching = sweeps.state.subscribe(({ id, error }) => {
    if (id === sweep.id) return;
    stopWatching();
    if (error === null) notices.close(notice.id);
    else notices.say({ id: notice.id, text: () => error });
  });
}
