/** Tokenizes a text as it is typed. */

import { Textarea } from '@mantine/core';
import { useEffect, useState } from 'react';
import { firstCharacters } from '../../../data/characters';
import { unknownSentence } from '../../../data/tokenizers';
import { formatCount, formatFixed } from '../../../format/numbers';
import { t } from '../../../i18n/i18n';
import type { TextFacts, TextSplit } from '../../../runtime/protocol';
import { useApp } from '../../AppContext';
import { TokenBoxes } from './TokenBoxes';
import classes from './TokensPanel.module.css';

/** Of more characters than this the boxes are no picture any more. */
const longestSample = 500;

/**
 * Shows a text of one's own split into tokens.
 * @param facts of the text whose tokens are shown: others come with another text or tokenizer; null until then
 */
export function TokenSplit({ facts }: { facts: TextFacts | null }) {
  const [sample, setSample] = useState('Once there was a whale, and the whale was white.');
  const { pieces, unknown, error } = useSplit(sample, facts);
  const lacking = unknownSentence(unknown);
  const bytes = pieces.reduce((sum, piece) => sum + piece.bytes, 0);
  return (
    <>
      <Textarea
        label={t('tokens.split.label')}
        description={t('tokens.split.about', { characters: longestSample })}
        value={sample}
        rows={2}
        resize="vertical"
        classNames={{ input: classes.growing }}
        error={error}
        data-testid="token-sample"
        onChange={(event) => setSample(firstCharacters(event.currentTarget.value, longestSample))}
      />
      {lacking && (
        <p className="muted" role="status" data-testid="token-unknown">
          {lacking}
        </p>
      )}
      {pieces.length > 0 && (
        <>
          <TokenBoxes pieces={pieces} label={t('tokens.split.tokens')} testId="token-boxes" />
          <p className={classes.tally} role="status" data-testid="token-tally">
            {t('tokens.split.tally', {
              count: pieces.length,
              tokens: formatCount(pieces.length),
              bytes: formatCount(bytes),
              bytesPerToken: formatFixed(bytes / pieces.length, 2),
            })}
          </p>
        </>
      )}
    </>
  );
}

const noSplit: TextSplit = { pieces: [], unknown: [] };

/** While the next answer is awaited, the last one of the same tokenizer stays. */
function useSplit(sample: string, facts: TextFacts | null): TextSplit & { error: string | null } {
  const { session } = useApp();
  const [answer, setAnswer] = useState<(TextSplit & { of: TextFacts; error: string | null }) | null>(null);
  useEffect(() => {
    if (!facts) return;
    let wanted = true;
    const take = (split: TextSplit, error: string | null) => {
      if (wanted) setAnswer({ of: facts, ...split, error });
    };
    session.text.tokenize(sample).then(
      (split) => take(split, null),
      (reason: Error) => take(noSplit, reason.message),
    );
    return () => {
      wanted = false;
    };
  }, [session, sample, facts]);
  return answer && answer.of === facts ? answer : { ...noSplit, error: null };
}
