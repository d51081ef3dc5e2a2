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
  onPick(key: number): void;
}

const listed = 4;

export function QueryRow({ tokens, weights, current, onPick }: QueryRowProps) {
  const strongest = Array.from(weights, (weight, key) => ({ weight, key }))
    .sort((a, b) => b.weight - a.weight)
    .slice(0, listed);
  const query = weights.length - 1;
  return (
    <div className={classes.query}>
      <p className={classes.text} aria-hidden="true">
        {tokens.map((token, i) => {
          const weight = weights[i];
          // The same root scale as the map's, as a stroke under the letter: it keeps its contrast.
          const shade = weight === undefined ? 0 : Math.round(100 * Math.sqrt(weight));
          return (
            <bdi
              // biome-ignore lint/suspicious/noArrayIndexKey: a token is its position
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
      </p>
      <ol className={classes.strongest} aria-label={t('maps.queryRow.label')}>
        {strongest.map(({ weight, key }) => (
          <li key={key}>
            <button type="button" onClick={() => onPick(key)}>
              <Sentence
                id="maps.queryRow.key"
                values={{ place: key + 1, weight: formatFixed(weight, 3) }}
                components={{ token: <Token text={tokens[key]} />, small: <small /> }}
              />
            </button>
          </li>
        ))}
      </ol>
    </div>
  );
}
