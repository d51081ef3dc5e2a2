/** Chooses the text that the runs train on: one that comes with the lab, or the person's own. */

import { Radio } from '@mantine/core';
import { useState } from 'react';
import { characterCount } from '../../../data/characters';
import { type Corpus, corpora, corpusBytes, ownTextId } from '../../../data/corpora';
import { setSettings } from '../../../experiment/edit';
import { formatBytes } from '../../../format/bytes';
import { formatCount } from '../../../format/numbers';
import { isolated, visiblePage } from '../../../format/visible';
import { entryName, words } from '../../../format/words';
import { t } from '../../../i18n/i18n';
import { useExperiment, useRuns } from '../../AppContext';
import { Anchor } from '../../kit/Anchor';
import { FactList } from '../../kit/FactList';
import { Isolated } from '../../kit/Isolated';
import { ReadingProgress } from '../../kit/ReadingProgress';
import { Section } from '../../kit/Section';
import { Sentence } from '../../kit/Sentence';
import { GroupFields } from '../../kit/SettingFields';
import type { PanelProps } from '../panel';
import { OwnTextForm } from './OwnTextForm';
import classes from './TextPanel.module.css';

export function TextPanel({ id, title }: PanelProps) {
  const corpus = useExperiment((e) => e.experiment.corpus);
  const ownText = useExperiment((e) => e.ownText);
  const apply = useExperiment((e) => e.apply);
  // Own text is chosen here before there is one; the experiment changes once there is.
  const [bringing, setBringing] = useState(false);
  const chosen = bringing ? ownTextId : corpus;
  const choose = (id: string) => {
    const missing = id === ownTextId && !ownText;
    setBringing(missing);
    if (!missing) apply(setSettings({ corpus: id }));
  };
  const known = corpora.find((one) => one.id === corpus);
  const name = known ? entryName('corpora', known) : (ownText?.name ?? t('text.own.label'));
  return (
    <Section title={title} summary={isolated(name)} testId={id}>
      <Radio.Group data-controls value={chosen} onChange={choose} aria-label={t('text.label')}>
        <div className={classes.choices}>
          {corpora.map((c) => (
            <Choice key={c.id} corpus={c} chosen={chosen === c.id} />
          ))}
          <div className={classes.choice}>
            <Radio
              value={ownTextId}
              label={t('text.own.label')}
              description={t('text.own.about')}
              data-testid="corpus-ownText"
            />
            {chosen === ownTextId && <OwnTextForm onTaken={() => setBringing(false)} />}
          </div>
        </div>
      </Radio.Group>
      <Facts name={name} />
    </Section>
  );
}

function Choice({ corpus, chosen }: { corpus: Corpus; chosen: boolean }) {
  const size = useExperiment((e) => e.experiment.corpusSize);
  const { id, licence, credit, sized } = corpus;
  const description = words(`corpora.${id}.description`, corpus.description);
  return (
    <div className={classes.choice}>
      <Radio
        value={id}
        label={entryName('corpora', corpus)}
        description={t('text.choice.about', { description, size: formatBytes(corpusBytes(corpus, size)) })}
        data-testid={`corpus-${id}`}
      />
      <p className={classes.credit}>
        {words(`corpora.${id}.credit`, credit.text)}{' '}
        <Sentence
          id={credit.url ? 'text.choice.source' : 'text.choice.licence'}
          values={{ licence }}
          components={{
            origin: <Anchor href={credit.url ?? ''} />,
            licence: <Anchor href={credit.licence} />,
          }}
        />
      </p>
      {chosen && sized && <GroupFields group="corpus" />}
    </div>
  );
}

function Facts({ name }: { name: string }) {
  const facts = useRuns((r) => r.textFacts);
  if (!facts) {
    return (
      <div className={classes.facts}>
        <ReadingProgress />
      </div>
    );
  }
  const { characters, bytes: size, tokens, vocab, sample } = facts;
  return (
    <div className={classes.facts} data-testid="text-facts">
      <h3>
        <Isolated text={name} />
      </h3>
      <FactList
        facts={[
          [t('text.facts.characters'), formatCount(characters)],
          [t('text.facts.size'), formatBytes(size)],
          [t('text.facts.tokens'), formatCount(tokens)],
          [t('text.facts.vocabulary'), formatCount(vocab)],
        ]}
      />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, which takes the focus */}
      <blockquote className={classes.sample} tabIndex={0} data-testid="text-sample">
        <bdi>{visiblePage(sample)}</bdi>
        {characterCount(sample) < characters && '…'}
      </blockquote>
    </div>
  );
}
