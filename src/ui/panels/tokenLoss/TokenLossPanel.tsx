/** Colours a text by how badly each run predicts each token of it, or by which of two runs predicts it better. */
import { Button, NativeSelect, Textarea } from '@mantine/core';
import { BookOpenText } from 'lucide-react';
import { useState } from 'react';
import { unknownSentence } from '../../../data/tokenizers';
import { referenceRun } from '../../../document/view';
import { formatCount } from '../../../format/numbers';
import { isolated } from '../../../format/visible';
import { t } from '../../../i18n/i18n';
import { mostReadTokens } from '../../../measure/tokenLosses';
import { useExperiment, useRuns, useView } from '../../AppContext';
import { useHiddenRuns } from '../../charts/useHiddenRuns';
import { ShadeScale } from '../../kit/ShadeScale';
import { useMoment } from '../../time/useMoment';
import generateClasses from '../generate/GeneratePanel.module.css';
import type { PanelProps } from '../panel';
import { OtherStep } from './OtherStep';
import { ReadColumn } from './ReadColumn';
import { useReadText } from './useReadText';

export function TokenLossPanel({ id, title }: PanelProps) {
  const runs = useExperiment((e) => e.experiment.runs);
  const hidden = useHiddenRuns();
  const pinnedRun = useView((v) => v.pinnedRun);
  const recorded = useRuns((r) => r.recorded);
  const probe = useView((v) => v.probe);
  const moment = useMoment();
  const [typed, setTyped] = useState<string | null>(null);
  const text = typed ?? probe;
  const [against, setAgainst] = useState(false);
  const [pointed, setPointed] = useState<number | null>(null);
  const { read, reading, error, start } = useReadText();
  const reference = referenceRun(runs, { pinnedRun });
  const shown = read?.runs.filter(({ runId }) => runs.some((run) => run.id === runId)) ?? [];
  const yardstick = against ? (shown.find(({ runId }) => runId === reference.id) ?? null) : null;
  const ask = () => {
    const visible = runs.filter((run) => !hidden.includes(run.id));
    setPointed(null);
    void start(
      (visible.length > 0 ? visible : runs).map((run) => run.id),
      text,
      moment,
    );
  };
  return (
    <section className="panel" aria-label={title} data-testid={id}>
      <h2>{title}</h2>
      <div className={generateClasses.prompt}>
        <Textarea
          label={t('tokenLoss.text')}
          rows={1}
          resize="vertical"
          classNames={{ input: generateClasses.growing }}
          value={text}
          data-testid="token-loss-text"
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Button
          leftSection={<BookOpenText size={18} />}
          loading={reading}
          disabled={text === '' || recorded}
          data-testid="read-text"
          onClick={ask}
        >
          {t('tokenLoss.read')}
        </Button>
      </div>
      {recorded && <p className="muted">{t('tokenLoss.recorded')}</p>}
      {moment !== null && !recorded && (
        <p className="muted" data-testid="token-loss-moment">
          {t('tokenLoss.moment', { step: formatCount(moment) })}
        </p>
      )}
      {error && (
        <p className="error" role="alert">
          {error}
        </p>
      )}
      {read && (
        <>
          <OtherStep read={read} />
          <p className="muted" role="status">
            {[
              unknownSentence(read.unknown),
              read.cut && t('tokenLoss.cut', { tokens: formatCount(mostReadTokens) }),
            ]
              .filter(Boolean)
              .join(' ')}
          </p>
          {shown.length > 1 && (
            <NativeSelect
              size="sm"
              maw={420}
              aria-label={t('tokenLoss.shading')}
              data-testid="token-loss-shading"
              value={against ? 'against' : 'own'}
              onChange={(event) => setAgainst(event.currentTarget.value === 'against')}
              data={[
                { value: 'own', label: t('tokenLoss.own') },
                { value: 'against', label: t('tokenLoss.against', { run: isolated(reference.name) }) },
              ]}
            />
          )}
          <div className={generateClasses.columns}>
            {shown.map((own) => (
              <ReadColumn
                key={own.runId}
                own={own}
                yardstick={yardstick}
                tokens={read.tokens}
                pointed={pointed}
                onPoint={setPointed}
              />
            ))}
          </div>
          <ShadeScale of={yardstick ? 'difference' : 'loss'} />
        </>
      )}
    </section>
  );
}
