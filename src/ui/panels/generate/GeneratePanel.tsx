/** Has runs continue a prompt with their weights at the moment, side by side. */
import { Button, Textarea } from '@mantine/core';
import { PenLine, ScanEye, Square } from 'lucide-react';
import { useState } from 'react';
import { formatCount } from '../../../format/numbers';
import { t } from '../../../i18n/i18n';
import { promptOf, sampleSettings } from '../../../runtime/sample';
import { useApp, useChosenRun, useExperiment, useRuns, useView } from '../../AppContext';
import { useHiddenRuns } from '../../charts/useHiddenRuns';
import { useMoment } from '../../time/useMoment';
import type { PanelProps } from '../panel';
import classes from './GeneratePanel.module.css';
import { SamplesAtMoment } from './SamplesAtMoment';
import { useWriting, type Written } from './useWriting';
import { WritingControls, type WritingSettings } from './WritingControls';
import { WrittenColumns } from './WrittenColumns';

const usual: WritingSettings = {
  all: true,
  ...sampleSettings,
  maxTokens: 300,
  stop: '',
};

export function GeneratePanel({ id, title }: PanelProps) {
  const { session } = useApp();
  const runs = useExperiment((e) => e.experiment.runs);
  const chosen = useChosenRun();
  const hidden = useHiddenRuns();
  const recorded = useRuns((r) => r.recorded);
  const probe = useView((v) => v.probe);
  const moment = useMoment();
  const [typed, setTyped] = useState<string | null>(null);
  // Until one is written, the beginning of a text of the same kind.
  const prompt = typed ?? promptOf(probe);
  const [settings, setSettings] = useState(usual);
  const { written, writing, error, write } = useWriting();
  const start = () => {
    const { all, ...sampling } = settings;
    const shown = runs.filter((run) => !hidden.includes(run.id));
    const runIds = (all && shown.length > 0 ? shown : [chosen]).map((run) => run.id);
    void write({ ...sampling, prompt, runIds, tellingRun: chosen.id });
  };
  return (
    <section className="panel" aria-label={title} data-testid={id}>
      <SamplesAtMoment />
      <div className={classes.prompt}>
        <Textarea
          label={t('generate.prompt')}
          rows={1}
          resize="vertical"
          classNames={{ input: classes.growing }}
          value={prompt}
          data-testid="prompt"
          error={prompt === '' && t('generate.promptEmpty')}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        {writing ? (
          <Button
            variant="default"
            leftSection={<Square size={16} />}
            data-testid="stop-generate"
            onClick={() => void session.generation.cancel()}
          >
            {t('generate.stop')}
          </Button>
        ) : (
          <Button
            leftSection={<PenLine size={18} />}
            disabled={prompt === '' || recorded}
            data-testid="start-generate"
            onClick={start}
          >
            {t('generate.start')}
          </Button>
        )}
      </div>
      <WritingControls settings={settings} onChange={setSettings} />
      {moment !== null && !recorded && (
        <p className="muted">{t('generate.moment.generate', { step: formatCount(moment) })}</p>
      )}
      {recorded && (
        <p className="muted" data-testid="generate-recorded">
          {t('generate.recorded')}
        </p>
      )}
      {error && (
        <p className="error" role="alert" data-testid="generate-error">
          {error}
        </p>
      )}
      {written && <WrittenColumns written={written} writing={writing} />}
      {written && !writing && <ProbeIt written={written} />}
    </section>
  );
}

/** Makes what the chosen run wrote the text whose maps are shown. */
function ProbeIt({ written: { read, prompt, tokens } }: { written: Written }) {
  const { id } = useChosenRun();
  const set = useView((v) => v.set);
  const own = tokens[id];
  if (!own) return null;
  const text = (read?.text ?? prompt) + own.map((token) => token.text).join('');
  return (
    <Button
      size="xs"
      mt="xs"
      variant="default"
      leftSection={<ScanEye size={16} />}
      data-testid="probe-written"
      onClick={() => set({ probe: text.slice(0, 2000), dockTab: 'maps' })}
    >
      {t('generate.showMaps')}
    </Button>
  );
}
