/** Cites the experiment on the page: plain text and BibTeX, with link, version and seed, shown on a click. */

import { Button } from '@mantine/core';
import { Quote } from 'lucide-react';
import { useState } from 'react';
import { version } from '../../../package.json';
import { citation } from '../../document/citation';
import { t } from '../../i18n/i18n';
import { useExperiment } from '../AppContext';
import { CopyField } from './CopyField';

export function CiteExperiment({ link }: { link: string }) {
  const experiment = useExperiment((state) => state.experiment);
  const [open, setOpen] = useState(false);
  const { text, bibtex } = citation(experiment, link, version);
  return (
    <>
      <div>
        <Button
          size="xs"
          variant="default"
          leftSection={<Quote size={16} />}
          aria-expanded={open}
          data-testid="cite"
          onClick={() => setOpen(!open)}
        >
          {t('share.cite.show')}
        </Button>
      </div>
      {open && (
        <>
          <CopyField
            label={t('share.cite.citation')}
            text={text}
            copied={t('share.cite.citationCopied')}
            testId="citation"
          />
          <CopyField
            label={t('share.cite.bibtex')}
            description={t('share.cite.bibtexAbout')}
            text={bibtex}
            copied={t('share.cite.bibtexCopied')}
            testId="bibtex"
          />
        </>
      )}
    </>
  );
}
