/** Imports a saved experiment that is dropped anywhere on the page, and shows its status in a corner. */

import { CloseButton } from '@mantine/core';
import { useEffect, useState } from 'react';
import { hasStatus } from '../app/files/fileImport';
import { t } from '../i18n/i18n';
import { useApp, useFileImport } from './AppContext';
import classes from './DropFile.module.css';
import { usePassing } from './kit/usePassing';
import { ImportStatus } from './share/ImportStatus';

const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;

export function DropFile() {
  const { files } = useApp();
  const [over, setOver] = useState(false);
  const done = useFileImport((last) => (last.from === 'drop' ? last.done : null));
  const held = usePassing(done, () => files.dismiss());
  const open = useFileImport((last) => last.from === 'drop' && hasStatus(last));
  useEffect(() => {
    const whileOver = (event: DragEvent) => {
      // A field of its own, such as the one for texts, has taken it already.
      if (!hasFiles(event)) return;
      setOver(!event.defaultPrevented);
      event.preventDefault();
    };
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent) => {
      setOver(false);
      if (event.defaultPrevented || !hasFiles(event)) return;
      // Else the browser would show the file in place of the page.
      event.preventDefault();
      const [file, second] = event.dataTransfer?.files ?? [];
      if (second) files.refuseDrop(t('notices.dropFile.oneAtATime'));
      else if (file) void files.importFile(file, 'drop');
    };
    const listeners = { dragover: whileOver, dragleave: leave, drop } as const;
    for (const [type, listener] of Object.entries(listeners))
      window.addEventListener(type, listener as EventListener);
    return () => {
      for (const [type, listener] of Object.entries(listeners))
        window.removeEventListener(type, listener as EventListener);
    };
  }, [files]);
  if (over) return <p className={classes.over}>{t('notices.dropFile.over')}</p>;
  if (!open) return null;
  return (
    <section
      className={classes.dropped}
      aria-label={t('notices.dropFile.label')}
      data-testid="dropped"
      {...held}
    >
      <ImportStatus />
      <CloseButton aria-label={t('notices.dropFile.close')} onClick={() => files.dismiss()} />
    </section>
  );
}
