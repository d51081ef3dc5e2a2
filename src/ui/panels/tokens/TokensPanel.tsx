/** Chooses the tokenizer; shows its vocabulary and how a text of one's own is tokenized. */

import { Input, SegmentedControl } from '@mantine/core';
import { useId } from 'react';
import { getTokenizerKind, tokenizers } from '../../../data/tokenizers';
import { setSettings } from '../../../experiment/edit';
import { formatCount, formatFixed } from '../../../format/numbers';
import { entryName, words } from '../../../format/words';
import { t } from '../../../i18n/i18n';
import type { TextFacts } from '../../../runtime/protocol';
import { useExperiment, useRuns } from '../../AppContext';
import { FactList } from '../../kit/FactList';
import { ReadingProgress } from '../../kit/ReadingProgress';
import { Section } from '../../kit/Section';
import { GroupFields } from '../../kit/SettingFields';
import type { PanelProps } from '../panel';
import { TokenBoxes } from './TokenBoxes';
import { TokenSplit } from './TokenSplit';
import classes from './TokensPanel.module.css';

/** Bytes of UTF-8 that a character has at most. */
const longestCharacter = 4;

export function TokensPanel({ id, title }: PanelProps) {
  const kind = getTokenizerKind(useExperiment((e) => e.experiment.tokenizer));
  const apply = useExperiment((e) => e.apply);
  const wanted = useExperiment((e) => e.experiment.vocabSize);
  const facts = useRuns((r) => r.textFacts);
  const labelId = useId();
  const summary = facts
    ? t('tokens.summary', { tokenizer: entryName('tokenizers', kind), vocab: formatCount(facts.vocab) })
    : entryName('tokenizers', kind);
  return (
    <Section title={title} summary={summary} testId={id}>
      <Input.Label labelElement="div" id={labelId} mb={4}>
        {t('tokens.kinds')}
      </Input.Label>
      <SegmentedControl
        fullWidth
        aria-labelledby={labelId}
        data-testid="tokenizer"
        value={kind.id}
        data={tokenizers.map((one) => ({ value: one.id, label: entryName('tokenizers', one) }))}
        onChange={(tokenizer) => apply(setSettings({ tokenizer }))}
      />
      <p className={classes.description}>{words(`tokenizers.${kind.id}.description`, kind.description)}</p>
      {kind.sized && <GroupFields group="tokenizer" />}
      <div className={classes.body}>{facts ? <Numbers facts={facts} /> : <ReadingProgress />}</div>
      {kind.sized && facts && facts.vocab < wanted && (
        <p className={classes.fewer}>{t('tokens.fewer', { vocab: formatCount(facts.vocab) })}</p>
      )}
      <TokenSplit facts={facts} />
      {facts && <Longest facts={facts} />}
    </Section>
  );
}

function Numbers({ facts: { vocab, tokens, bytes } }: { facts: TextFacts }) {
  return (
    <FactList
      testId="token-facts"
      facts={[
        [t('tokens.facts.vocabulary'), formatCount(vocab)],
        [t('tokens.facts.tokens'), formatCount(tokens)],
        [t('tokens.facts.bytesPerToken'), formatFixed(bytes / tokens, 2)],
      ]}
    />
  );
}

/** Where no token is longer than a character, there is nothing to see in this. */
function Longest({ facts: { longest } }: { facts: TextFacts }) {
  if ((longest[0]?.bytes ?? 0) <= longestCharacter) return null;
  return (
    <>
      <h3 className={classes.heading}>{t('tokens.longest')}</h3>
      <TokenBoxes pieces={longest} label={t('tokens.longest')} testId="longest-tokens" />
    </>
  );
}
