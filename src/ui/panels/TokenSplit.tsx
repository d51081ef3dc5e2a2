/** A text of the person's own in tokens, as they type. */
import { Textarea } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { TextFacts, TokenPiece } from '../../runtime/protocol';
import { session } from '../../store/session';
import { count } from '../kit/format';
import { TokenBoxes } from './TokenBoxes';
import classes from './TokensPanel.module.css';

/** More tokens than this are no picture any more. */
const longestSample = 500;

/** @param facts of the text whose tokens are shown: others come with another text or tokenizer */
export function TokenSplit({ facts }: { facts: TextFacts }) {
  const [sample, setSample] = useState('Once there was a whale, and the whale was white.');
  const [pieces, setPieces] = useState<TokenPiece[]>([]);
  const [error, setError] = useState<string | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: new facts mean new tokens
  useEffect(() => {
    let wanted = true;
    session.splitText(sample).then(
      (split) => {
        if (!wanted) return;
        setPieces(split);
        setError(null);
      },
      (reason: Error) => {
        if (wanted) setError(reason.message);
      },
    );
    return () => {
      wanted = false;
    };
  }, [sample, facts]);
  const bytes = pieces.reduce((sum, piece) => sum + piece.bytes, 0);
  return (
    <>
      <Textarea
        label="How a text splits"
        description={`Type anything, up to ${longestSample} characters.`}
        value={sample}
        maxLength={longestSample}
        autosize
        minRows={2}
        maxRows={6}
        error={error}
        data-testid="token-sample"
        onChange={(event) => setSample(event.currentTarget.value)}
      />
      {pieces.length > 0 && (
        <>
          <TokenBoxes pieces={pieces} label="Tokens of this text" testId="token-boxes" />
          <p className={classes.tally} role="status" data-testid="token-tally">
            {count(pieces.length)} {pieces.length === 1 ? 'token' : 'tokens'} for {count(bytes)} bytes:{' '}
            {(bytes / pieces.length).toFixed(2)} bytes a token
          </p>
        </>
      )}
    </>
  );
}
