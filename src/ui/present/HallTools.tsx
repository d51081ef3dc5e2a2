/** The buttons of the view for the hall, small: who presents has the keys, and who came here by accident finds the way out. */
import { ActionIcon } from '@mantine/core';
import {
  ChevronLeft,
  ChevronRight,
  LockOpen,
  type LucideIcon,
  MonitorSpeaker,
  Play,
  QrCode,
  X,
} from 'lucide-react';
import { t } from '../../i18n/i18n';
import { useLesson, usePresent } from '../AppContext';
import type { Action } from '../actions/action';
import { keyText } from '../actions/keys';
import {
  presentBack,
  presentCode,
  presentLeave,
  presentLock,
  presentNext,
  presentTrain,
  presentWindow,
} from '../actions/presentActions';
import { Hint } from '../kit/Hint';
import { useAction } from '../kit/useAction';
import classes from './Present.module.css';

const tools: readonly [Action, LucideIcon][] = [
  [presentBack, ChevronLeft],
  [presentNext, ChevronRight],
  [presentTrain, Play],
  [presentCode, QrCode],
  [presentWindow, MonitorSpeaker],
  [presentLeave, X],
];

export function HallTools() {
  const unlocked = usePresent((p) => p.unlocked);
  const open = useLesson((l) => l.open);
  return (
    <div className={classes.tools} role="toolbar" aria-label={t('present.tools')}>
      {open && (
        <span data-testid="hall-step">
          {t('lessons.step', { step: open.at + 1, steps: open.lesson.steps.length })}
        </span>
      )}
      {tools.map(([action, icon]) => (
        <Tool key={action.id} action={action} icon={icon} />
      ))}
      {/* The hall is told too: from here on a stray key changes something. */}
      {unlocked && <Tool action={presentLock} icon={LockOpen} />}
    </div>
  );
}

function Tool({ action, icon: Icon }: { action: Action; icon: LucideIcon }) {
  const [key] = action.keys;
  const name = key === undefined ? action.name() : `${action.name()} (${keyText(key)})`;
  return (
    <Hint label={name} multiline maw={280}>
      <ActionIcon
        {...useAction(action)}
        variant="subtle"
        color="gray"
        size="md"
        aria-label={action.name()}
        data-testid={action.id}
      >
        <Icon size={18} />
      </ActionIcon>
    </Hint>
  );
}
