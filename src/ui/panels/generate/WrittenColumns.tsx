/** Draws what each run wrote, side by side, its tokens shaded by how unlikely they were, and what the chosen one looked at. */
import { type Dispatch, type SetStateAction, useCallback, useMemo, useState } from 'react';
import { unknownSentence } from '../../../data/tokenizers';
import { styleOf } from '../../../experiment/runStyles';
import { formatCount } from '../../../format/numbers';
import { isolated } from '../../../format/visible';
import { t } from '../../../i18n/i18n';
import type { WrittenToken } from '../../../runtime/protocol';
import { useExperiment } from '../../AppContext';
import { Alternatives } from '../../kit/Alternatives';
import { RunSwatch } from '../../kit/RunSwatch';
import { ShadeScale } from '../../kit/ShadeScale';
import { TokenText } from '../../kit/TokenText';
import { lossLevel } from '../../kit/tokenShade';
import classes from './GeneratePanel.module.css';
import { LookedAt } from './LookedAt';
import type { Written } from './useWriting';

const nothing: readonly WrittenToken[] = [];

export function WrittenColumns({ written, writing }: { written: Written; writing: boolean }) {
  const { runs, read, prompt, tokens } = written;
  const [pointed, setPointed] = useState<Readonly<Record<string, number | null>>>({});
  // The run that was chosen when they were asked to write; it may have gone since then.
  const tellingId = runs.find(({ id }) => tokens[id]?.[0]?.lookedAt)?.id;
  const telling = useExperiment((e) => e.experiment.runs.find(({ id }) => id === tellingId));
  const own = (telling && tokens[telling.id]) ?? nothing;
  const newest = own.length - 1;
  const lacking = unknownSentence(read?.unknown ?? []);
  return (
    <>
      {(lacking || read?.cut) && (
        <p className="muted" role="status" data-testid="generate-read">
          {[lacking, read?.cut && t('generate.promptCut'), t('generate.readMarked')]
            .filter(Boolean)
            .join(' ')}
        </p>
      )}
      {read && telling && (
        <LookedAt
          run={telling}
          read={read}
          tokens={own}
          // It follows what is written, until a token is pointed at.
          place={Math.min(pointed[telling.id] ?? newest, newest)}
        />
      )}
      <div className={classes.columns}>
        {runs.map((run) => (
          <Column
            key={run.id}
            writer={run}
            given={read?.text ?? prompt}
            tokens={tokens[run.id] ?? nothing}
            pointed={pointed[run.id] ?? null}
            setPointed={setPointed}
            writing={writing}
          />
        ))}
      </div>
      <ShadeScale of="loss" />
    </>
  );
}

interface ColumnProps {
  writer: Written['runs'][number];
  given: string;
  tokens: readonly WrittenToken[];
  /** The token that is pointed at; null for none. */
  pointed: number | null;
  setPointed: Dispatch<SetStateAction<Readonly<Record<string, number | null>>>>;
  writing: boolean;
}

function Column({ writer: { id, name }, given, tokens, pointed, setPointed, writing }: ColumnProps) {
  const point = useCallback(
    (token: number | null) => setPointed((now) => ({ ...now, [id]: token })),
    [id, setPointed],
  );
  const shaded = useMemo(
    () => tokens.map(({ text, probability }) => ({ text, level: lossLevel(-Math.log(probability)) })),
    [tokens],
  );
  // A run that was removed since has no style.
  const style = useExperiment(({ experiment: { runs } }) =>
    runs.some((one) => one.id === id) ? styleOf(runs, id) : null,
  );
  const step = tokens[0]?.step ?? null;
  const at = pointed === null ? null : (tokens[pointed] ?? null);
  const run = isolated(name);
  return (
    <figure className={classes.column}>
      <figcaption className="muted" data-testid="generate-step">
        {style !== null && <RunSwatch style={style} />}{' '}
        {step === null
          ? t('generate.preparing', { run })
          : step === 0
            ? t('generate.untrained', { run })
            : t('generate.afterSteps', { run, count: step, steps: formatCount(step) })}
      </figcaption>
      <TokenText
        given={given}
        tokens={shaded}
        pointed={pointed}
        onPoint={point}
        label={t('generate.textOf', { run })}
        busy={writing}
        testId="generated"
      />
      <p className={classes.told} role="status">
        <Alternatives of={at} likeliest={at?.alternatives ?? []} />
      </p>
    </figure>
  );
}
