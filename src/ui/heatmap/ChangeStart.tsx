/** Changes the first word of the probe text, which tells a map that is fixed from one that the text decides. */
import { Button } from '@mantine/core';
import { Replace } from 'lucide-react';
import type { View } from '../../document/view';
import { t } from '../../i18n/i18n';
import { useView } from '../AppContext';
import { Hint } from '../kit/Hint';
import { otherStart } from './otherStart';

interface Props {
  size: 'xs' | 'sm';
  /** What else of the view changes with the text. */
  and?: Partial<View>;
  testId: string;
}

export function ChangeStart({ size, and = {}, testId }: Props) {
  const probe = useView((v) => v.probe);
  const set = useView((v) => v.set);
  const other = otherStart(probe);
  return (
    <Hint label={t('maps.probe.changeStartHelp')} multiline maw={280}>
      <Button
        size={size}
        variant="default"
        leftSection={<Replace size={16} />}
        disabled={other === null}
        data-controls
        data-testid={testId}
        onClick={() => other !== null && set({ ...and, probe: other })}
      >
        {t('maps.probe.changeStart')}
      </Button>
    </Hint>
  );
}
