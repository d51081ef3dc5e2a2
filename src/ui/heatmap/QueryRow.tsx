/** Shows one query's attention: the text up to it, shaded by weight, and its strongest keys in numbers. */

import { formatFixed } from '../../format/numbers';
import { t } from '../../i18n/i18n';
import { Sentence } from '../kit/Sentence';
import classes from './heatmap.module.css';
import { Token } from './Token';

interface QueryRowProps {
  tokens: string[];
  /** Of the keys up to the query, which is the last. */
  weights: Float32Array;
  current: number;
  /** Left out where a key is only told. */
  onPick?(key: number): void;
}

const listed = 4;
/** Tokens of the text that are shown before and after the key: a longer one would be drawn anew with each move. */
const around = 120;

export function QueryRow({ tokens, weights, current, onPick }: QueryRowProps) {
  const strongest = Array.from(weights, (weight, key) => ({ weight, key }))
    .sort((a, b) => b.weight - a.weight)
    .slice(0, listed);
  const query = weights.length - 1;
  const from = Math.max(0, current - around);
  const to = Math.min(tokens.length, current + around + 1);
  return (
    <div className={classes.query}>
      <p className={classes.text} aria-hidden="true">
        {from > 0 && '…'}
        {tokens.slice(from, to).map((token, n) => {
          const i = from + n;
          const weight = weights[i];
          // The same root scale as the map's, as a stroke under the letter: it keeps its contrast.
          const shade = weight === undefined ? 0 : Math.round(100 * Math.sqrt(weight));
          return (
            <bdi
              key={i}
              className={i === query ? classes.isQuery : i === current ? classes.isKey : undefined}
              style={{
                boxShadow: `inset 0 -6px color-mix(in srgb, var(--weight) ${shade}%, transparent)`,
                opacity: weight === undefined ? 0.7 : 1,
              }}
            >
              {token}
            </bdi>
          );
        })}
        {to < tokens.length && '…'}
      </p>
      <ol className={classes.strongest} aria-label={t('maps.queryRow.label')}>
        {strongest.map(({ weight, key }) => {
          const told = (
            <Sentence
              id="maps.queryRow.key"
              values={{ place: key + 1, weight: formatFixed(weight, 3) }}
              components={{ token: <Token text={tokens[key]} />, small: <small /> }}
            />
          );
          return (
            <li key={key}>
              {onPick ? (
                <button type="button" onClick={() => onPick(key)}>
                  {told}
                </button>
              ) : (
                told
              )}
            </li>
          );
        })}
      </ol>
    </div>
  );
}
