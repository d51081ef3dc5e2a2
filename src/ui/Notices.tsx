/** Shows notices, each with its actions. */

import { Button, CloseButton } from '@mantine/core';
import { TriangleAlert } from 'lucide-react';
import type { Notice } from '../app/notices/notices';
import { t } from '../i18n/i18n';
import { useApp, useNotices } from './AppContext';
import { usePassing } from './kit/usePassing';
import classes from './Notices.module.css';

export function Notices() {
  const notices = useNotices();
  return (
    <div role="status">
      {notices.map((notice) => (
        <Shown key={notice.id} notice={notice} />
      ))}
    </div>
  );
}

function Shown({ notice: { id, text, actions = [], lasting = false, passes = false } }: { notice: Notice }) {
  const { notices } = useApp();
  const said = text();
  const close = () => notices.close(id);
  const held = usePassing(passes ? said : null, close);
  return (
    <div className={classes.notice} data-testid={`notice-${id}`} {...held}>
      <TriangleAlert size={18} aria-hidden="true" />
      <p>{said}</p>
      {actions.map(({ label, run }) => (
        <Button key={label()} size="compact-sm" variant="default" onClick={run}>
          {label()}
        </Button>
      ))}
      {!lasting && <CloseButton aria-label={t('notices.close')} onClick={close} />}
    </div>
  );
}
