/** Cites the experiment on the page: plain text and BibTeX, with link, version and seed, shown on a click. */

import { Button } from '@mantine/core';
import { Quote } from 'lucide-react';
import { useState } from 'react';
import { version } from '../../../package.json';
import { citation } from '../../document/citation';
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
          Cite this experiment
        </Button>
      </div>
      {open && (
        <>
          <CopyField label="Citation" text={text} what="The citation" testId="citation" />
          <CopyField
            label="BibTeX"
            description="The experiment and the paper whose variants it trains"
            text={bibtex}
            what="The BibTeX"
            testId="bibtex"
          />
        </>
      )}
    </>
  );
}
