/** Tells what was wrong with the link that was opened, and asks for the text it trains on but does not carry. */

import { Button, CloseButton, FileButton } from '@mantine/core';
import { FileUp, TriangleAlert } from 'lucide-react';
import { useMemo, useState } from 'react';
import { ownTextId } from '../data/corpora';
import { textHash } from '../document/link/textSection';
import { formatBytes } from '../format/bytes';
import { isolated } from '../format/visible';
import { t } from '../i18n/i18n';
import { useApp, useExperiment, useLink } from './AppContext';
import classes from './Notices.module.css';

export function LinkNotice() {
  return (
    <>
      <Notes />
      <MissingText />
    </>
  );
}

function Notes() {
  const { links } = useApp();
  const notes = useLink((l) => l.notes);
  const opened = useLink((l) => l.opened);
  if (notes.length === 0) return null;
  return (
    <div className={classes.notice} role="alert" data-testid="link-notes">
      <TriangleAlert size={18} aria-hidden="true" />
      <div className={classes.noticeText}>
        <p>{t(opened ? 'notices.link.partlyOpened' : 'notices.link.notOpened')}</p>
        <ul>
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      </div>
      <CloseButton aria-label={t('notices.link.close')} onClick={() => links.state.setState({ notes: [] })} />
    </div>
  );
}

function MissingText() {
  const { session } = useApp();
  const file = useLink((l) => l.file);
  const wanted = useExperiment(({ experiment: e }) => e.task === null && e.corpus === ownTextId);
  const ownText = useExperiment((e) => e.ownText);
  const hash = useMemo(() => ownText && textHash(ownText.text), [ownText]);
  const [refusal, setRefusal] = useState<string | null>(null);
  if (!file || !wanted || hash === file.hash) return null;
  const take = async (chosen: File | null) => {
    if (chosen) setRefusal(await session.text.takeOwn(chosen, chosen.name));
  };
  const linked = { name: isolated(file.name), size: formatBytes(file.bytes) };
  return (
    <div className={classes.notice} role="status" data-testid="missing-text">
      <TriangleAlert size={18} aria-hidden="true" />
      <div className={classes.noticeText}>
        <p>
          {ownText
            ? t('notices.link.otherText', { ...linked, own: isolated(ownText.name) })
            : t('notices.link.textMissing', linked)}
        </p>
        {refusal && (
          <p className="error" role="alert">
            {refusal}
          </p>
        )}
      </div>
      <FileButton onChange={(chosen) => void take(chosen)} accept="text/*,.txt,.md">
        {(props) => (
          <Button {...props} variant="default" size="xs" leftSection={<FileUp size={16} />}>
            {t('notices.link.chooseFile')}
          </Button>
        )}
      </FileButton>
    </div>
  );
}
