/** The tokens up to the one that attends, to choose the one that it attends to most; their weights, once they are known. */
import { formatPercent } from '../../../format/numbers';
import { visibleText } from '../../../format/visible';
import { t } from '../../../i18n/i18n';
import type { CellQuestion } from '../../../lessons/questions/cell';
import { plainText } from '../lessonText';
import classes from './Questions.module.css';
import type { WidgetProps } from './widget';

type Props = WidgetProps<CellQuestion, number, { key: number; weights: number[] }>;

export function CellWidget({ question, answer, locked, onAnswer, truth }: Props) {
  const { tokens, query } = question;
  const shown = (place: number) => visibleText(tokens[place] ?? '');
  return (
    <>
      <fieldset className={classes.tokens} aria-label={plainText(question.prompt)}>
        {tokens.slice(0, query + 1).map((_, place) => (
          <button
            // biome-ignore lint/suspicious/noArrayIndexKey: a place is what a token is known by
            key={place}
            type="button"
            aria-pressed={answer === place}
            aria-label={t('lessons.cell.weight', { token: shown(place), place: place + 1 })}
            disabled={locked}
            data-query={place === query || undefined}
            data-right={truth?.key === place || undefined}
            onClick={() => onAnswer(place)}
            data-testid={`key-${place}`}
          >
            {shown(place)}
            {truth && <small>{formatPercent(truth.weights[place] ?? 0, 0)}</small>}
          </button>
        ))}
      </fieldset>
      <p className="muted">
        {t('lessons.cell.question')}: {shown(query)}
      </p>
      {truth && answer !== null && answer !== truth.key && (
        <p>
          {t('lessons.cell.apart', {
            answer: shown(answer),
            weight: formatPercent(truth.weights[answer] ?? 0),
            most: formatPercent(truth.weights[truth.key] ?? 0),
            truth: shown(truth.key),
          })}
        </p>
      )}
    </>
  );
}
