/** Compares the device that an experiment was trained on with that of this visit. */
import type { LabDocument } from '../../document/document';
import type { RunsStore } from '../session/runsStore';
import { otherDeviceNotice } from './messages';
import type { Notices } from './notices';

/**
 * Says so where an experiment was trained on another device, now or once this visit's is known; not of a recording, of which
 * nothing goes on.
 * @param before null where unknown
 */
export function noticeDeviceChange(
  before: LabDocument['backend'],
  runs: RunsStore,
  notices: Pick<Notices, 'say'>,
): void {
  if (!before || runs.getState().recorded) return;
  const compare = () => {
    const { engine } = runs.getState();
    const notice = engine && otherDeviceNotice(before, engine);
    if (notice) notices.say(notice);
    return engine !== null;
  };
  if (compare()) return;
  const stop = runs.subscribe(() => {
    if (compare()) stop();
  });
}
