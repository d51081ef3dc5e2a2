/** How far the reading of the text is, or why it could not be read. */
import { Progress } from '@mantine/core';
import { useRuns } from '../../store/runsStore';
import { amount } from '../kit/format';

export function ReadingProgress() {
  const progress = useRuns((r) => r.textProgress);
  const error = useRuns((r) => r.textError);
  if (error) {
    return (
      <p className="trouble" role="alert">
        {error}
      </p>
    );
  }
  if (!progress) return <p className="muted">Reading the text…</p>;
  const { what, done, total, unit } = progress;
  return (
    <div data-testid="reading-progress">
      <p className="muted">
        {what}: {amount(done, total, unit)}
      </p>
      <Progress value={(100 * done) / total} aria-label={what} mt={4} />
    </div>
  );
}
