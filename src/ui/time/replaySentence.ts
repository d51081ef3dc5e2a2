/** Says what is trained again, and how far it is. */
import type { ReplayState } from '../../app/session/replayState';
import { formatCount } from '../../format/numbers';
import { formatDuration } from '../../format/times';
import { t } from '../../i18n/i18n';

/** "This moment is trained again from step 300: 12 of 40 steps, 3 s left." */
export function replaySentence(
  { from, done, total, secondsLeft, ofAll }: NonNullable<ReplayState['progress']>,
  moment: number | null,
): string {
  if (total === 0) return t('time.replay.fromCheckpoints');
  const numbers = { from: formatCount(from), done: formatCount(done), total: formatCount(total) };
  const what = moment === null || ofAll ? 'captures' : 'moment';
  return secondsLeft === null
    ? t(`time.replay.${what}`, numbers)
    : t(`time.replay.${what}TimeLeft`, { ...numbers, left: formatDuration(secondsLeft) });
}
