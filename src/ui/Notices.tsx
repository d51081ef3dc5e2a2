/** Shows notices, each with its actions. */

import { Button, CloseButton } from '@mantine/core';
import { TriangleAlert } from 'lucide-react';
import { t } from '../i18n/i18n';
import { useApp, useNotices } from './AppContext';
import classes from './Notices.module.css';

export function Notices() {
  const notices = useNotices();
  const app = useApp();
  return (
    <div role="status">
      {notices.map(({ id, text, actions = [], lasting = false }) => (
        <div key={id} className={classes.notice} data-testid={`notice-${id}`}>
          <TriangleAlert size={18} aria-hidden="true" />
          <p>{text()}</p>
          {actions.map(({ label, run }) => (
            <Button key={label()} size="compact-sm" variant="default" onClick={run}>
              {label()}
            </Button>
          ))}
          {!lasting && <CloseButton aria-label={t('notices.close')} onClick={() => app.notices.close(id)} />}
        </div>
      ))}
    </div>
  );
}
