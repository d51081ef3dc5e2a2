/** Says why training is slow on this device, and what helps. Known once the engine has started, so that it lies over the page. */
import { CloseButton } from '@mantine/core';
import { Turtle } from 'lucide-react';
import { useState } from 'react';
import { worded } from '../format/words';
import { t } from '../i18n/i18n';
import { useRuns } from './AppContext';
import { engineReason } from './engineReason';
import { usePassing } from './kit/usePassing';
import classes from './Notices.module.css';

export function SlowNotice() {
  const why = useRuns(({ engine }) => (engine?.software ? engineReason(engine) : null));
  const [closed, setClosed] = useState<string | null>(null);
  const said = why === null || why === closed ? null : t('notices.slow', { why: worded(why) });
  const held = usePassing(said, () => setClosed(why));
  if (said === null) return null;
  return (
    <div className={classes.notice} role="status" data-testid="slow-notice" {...held}>
      <Turtle size={18} aria-hidden="true" />
      <p>{said}</p>
      <CloseButton aria-label={t('notices.close')} onClick={() => setClosed(why)} />
    </div>
  );
}
