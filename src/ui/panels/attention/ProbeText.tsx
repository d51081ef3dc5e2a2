/** Takes the text that the maps are of: typed, or as much of the held-out text as the context has room for. */
import { ActionIcon, TextInput } from '@mantine/core';
import { BookOpenText } from 'lucide-react';
import { useState } from 'react';
import { errorMessage } from '../../../app/errorMessage';
import { unknownSentence } from '../../../data/tokenizers';
import { formatCount } from '../../../format/numbers';
import { t } from '../../../i18n/i18n';
import { useApp, useExperiment, useRuns, useView } from '../../AppContext';
import { ChangeStart } from '../../heatmap/ChangeStart';
import classes from '../../heatmap/heatmap.module.css';
import { Hint } from '../../kit/Hint';

interface Props {
  /** It is longer than the context. */
  cut: boolean;
  /** Characters that the vocabulary lacks. */
  unknown: readonly string[];
}

export function ProbeText({ cut, unknown }: Props) {
  const { session } = useApp();
  const context = useExperiment((e) => e.experiment.model.context);
  const probe = useView((v) => v.probe);
  const set = useView((v) => v.set);
  const probeError = useRuns((r) => r.attentionProbeError);
  const [filling, setFilling] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const take = (text: string) => {
    setRefusal(null);
    set({ probe: text });
  };
  const fill = async () => {
    setFilling(true);
    try {
      take(await session.text.heldOut());
    } catch (error) {
      setRefusal(errorMessage(error));
    } finally {
      setFilling(false);
    }
  };
  return (
    <>
      <TextInput
        aria-label={t('maps.probe.text')}
        className={classes.probe}
        value={probe}
        data-testid="probe"
        description={
          [cut && t('maps.probe.cut'), unknownSentence(unknown)].filter(Boolean).join(' ') || undefined
        }
        inputWrapperOrder={['input', 'description', 'error']}
        error={refusal ?? probeError}
        onChange={(event) => take(event.currentTarget.value)}
      />
      <Hint label={t('maps.probe.fillHelp', { tokens: formatCount(context) })}>
        <ActionIcon
          variant="default"
          size={36}
          loading={filling}
          aria-label={t('maps.probe.fill')}
          data-controls
          data-testid="fill-probe"
          onClick={() => void fill()}
        >
          <BookOpenText size={18} />
        </ActionIcon>
      </Hint>
      <ChangeStart size="sm" testId="change-start" />
    </>
  );
}
