/** Says what is trained again, and how far it is. */
import type { ReplayState } from '../../app/session/replays';
import { formatCount } from '../../format/numbers';
import { formatDuration } from '../../format/times';

/** "This moment is trained again from step 300: 12 of 40 steps, 3 s left." */
export function replaySentence(
  { from, done, total, secondsLeft }: NonNullable<ReplayState['progress']>,
  moment: number | null,
): string {
  if (total === 0) return 'Captures of this probe are made anew from the checkpoints.';
  const what = moment === null ? 'Captures are made anew' : 'This moment is trained again';
  const left = secondsLeft === null ? '' : `, ${formatDuration(secondsLeft)} left`;
  return `${what} from step ${formatCount(from)}: ${formatCount(done)} of ${formatCount(total)} steps${left}.`;
}
