/** Pins a run, or the mean over seeds of a stack: what is pinned is what the others are held against. */
import { ActionIcon } from '@mantine/core';
import { Pin } from 'lucide-react';
import { t } from '../../../i18n/i18n';
import { useView } from '../../AppContext';
import { Hint } from '../../kit/Hint';

interface Props {
  /** Isolated. */
  name: string;
  /** The run, or those that are drawn as one, of which any that is pinned stands for all; at least one. */
  runIds: readonly string[];
  testId: string;
  focusable?: boolean;
}

export function PinButton({ name, runIds, testId, focusable = true }: Props) {
  const pinned = useView((v) => v.pinnedRun !== null && runIds.includes(v.pinnedRun));
  const set = useView((v) => v.set);
  const pinIt = runIds.length > 1 ? 'runs.seeds.pinIt' : 'runs.row.pinIt';
  return (
    <Hint label={t(pinned ? 'runs.row.unpin' : pinIt)}>
      <ActionIcon
        variant={pinned ? 'light' : 'subtle'}
        color={pinned ? undefined : 'gray'}
        size={26}
        tabIndex={focusable ? 0 : -1}
        aria-pressed={pinned}
        aria-label={t('runs.row.pin', { run: name })}
        data-testid={testId}
        onClick={() => set({ pinnedRun: pinned ? null : (runIds[0] ?? null) })}
      >
        <Pin size={17} />
      </ActionIcon>
    </Hint>
  );
}
