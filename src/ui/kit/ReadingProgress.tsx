/** Shows how much of the text is read, or why it could not be. */

import { Button, Progress } from '@mantine/core';
import { formatAmount } from '../../format/bytes';
import { worded } from '../../format/words';
import { t } from '../../i18n/i18n';
import { useApp, useRuns } from '../AppContext';

export function ReadingProgress() {
  const { session } = useApp();
  const progress = useRuns((r) => r.textProgress);
  const error = useRuns((r) => r.textError);
  const waits = useRuns((r) => r.textWaits);
  if (error) {
    return (
      <p className="error" role="alert">
        {error}
      </p>
    );
  }
  if (waits) {
    return (
      <div data-testid="text-waits">
        <p className="muted">{t('kit.readingProgress.waits')}</p>
        <Button size="compact-sm" variant="default" mt={4} onClick={() => void session.text.describe()}>
          {t('kit.readingProgress.readNow')}
        </Button>
      </div>
    );
  }
  if (!progress) return <p className="muted">{t('kit.readingProgress.reading')}</p>;
  const { done, total, unit } = progress;
  const what = worded(progress.what);
  return (
    <div data-testid="reading-progress">
      <p className="muted">
        {t('kit.readingProgress.progress', { what, amount: formatAmount(done, total, unit) })}
      </p>
      <Progress value={(100 * done) / total} aria-label={what} mt={4} />
    </div>
  );
}
