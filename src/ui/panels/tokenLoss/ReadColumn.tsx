/** Draws a text as one run reads it, with the run's mean loss on it and what it expected at the token that is pointed at. */
import { mean } from 'es-toolkit';
import { useMemo } from 'react';
import { styleOf } from '../../../experiment/runStyles';
import { formatCount, formatFixed } from '../../../format/numbers';
import { isolated } from '../../../format/visible';
import { t } from '../../../i18n/i18n';
import type { TextLosses } from '../../../runtime/protocol';
import { useExperiment } from '../../AppContext';
import { Alternatives } from '../../kit/Alternatives';
import { RunSwatch } from '../../kit/RunSwatch';
import { TokenText } from '../../kit/TokenText';
import { differenceLevel, lossLevel } from '../../kit/tokenShade';
import generateClasses from '../generate/GeneratePanel.module.css';

/** Of a mean loss. */
const decimals = 3;

interface Props {
  own: TextLosses;
  /** The run whose losses are taken off; null where each is shaded by its own. */
  yardstick: TextLosses | null;
  /** Of the text; the first one is only read. */
  tokens: readonly string[];
  pointed: number | null;
  onPoint(index: number | null): void;
}

export function ReadColumn({ own, yardstick, tokens, pointed, onPoint }: Props) {
  const style = useExperiment((e) => styleOf(e.experiment.runs, own.runId));
  const name = useExperiment((e) => e.experiment.runs.find(({ id }) => id === own.runId)?.name ?? '');
  const shaded = useMemo(
    () =>
      Array.from(own.losses, (loss, i) => ({
        text: tokens[i + 1] ?? '',
        level: yardstick ? differenceLevel(loss - (yardstick.losses[i] ?? 0)) : lossLevel(loss),
      })),
    [own, yardstick, tokens],
  );
  const loss = pointed === null ? undefined : own.losses[pointed];
  const at =
    loss === undefined ? null : { text: tokens[(pointed ?? 0) + 1] ?? '', probability: Math.exp(-loss) };
  const meanLoss = mean([...own.losses]);
  const isYardstick = yardstick?.runId === own.runId;
  const difference = yardstick && !isYardstick ? meanLoss - mean([...yardstick.losses]) : null;
  const run = isolated(name);
  const [first] = tokens;
  return (
    <figure className={generateClasses.column}>
      <figcaption className="muted" data-testid="token-loss-mean">
        <RunSwatch style={style} />{' '}
        {difference === null
          ? t('tokenLoss.mean', { run, step: formatCount(own.step), loss: formatFixed(meanLoss, decimals) })
          : t(`tokenLoss.${comparison(difference)}`, {
              run,
              step: formatCount(own.step),
              loss: formatFixed(meanLoss, decimals),
              difference: formatFixed(Math.abs(difference), decimals),
            })}
      </figcaption>
      <TokenText
        given={first}
        tokens={shaded}
        pointed={pointed}
        onPoint={onPoint}
        label={t('tokenLoss.textOf', { run })}
        testId="token-losses"
      />
      <p className={generateClasses.told} role="status">
        <Alternatives of={at} likeliest={pointed === null ? [] : (own.likeliest[pointed] ?? [])} />
      </p>
    </figure>
  );
}

/** How a difference of losses is told: in as many decimals as it is written in. */
function comparison(difference: number): 'same' | 'better' | 'worse' {
  if (formatFixed(Math.abs(difference), decimals) === formatFixed(0, decimals)) return 'same';
  return difference < 0 ? 'better' : 'worse';
}
