/** Takes a person's own text: dropped, chosen as a file, or pasted. One that is refused changes nothing. */

import { Button, FileButton, Input, Textarea } from '@mantine/core';
import { FileUp } from 'lucide-react';
import { type ClipboardEvent, type DragEvent, type FormEvent, useRef, useState } from 'react';
import { ownTextMaxBytes } from '../../../data/corpora/ownText';
import { formatBytes } from '../../../format/bytes';
import { isolated } from '../../../format/visible';
import { t } from '../../../i18n/i18n';
import { useApp } from '../../AppContext';
import classes from './TextPanel.module.css';

/** A paste longer than this, in UTF-16 units, is read at once: a text field with a book in it freezes the page. */
const longestInField = 200_000;

export function OwnTextForm({ onTaken }: { onTaken: () => void }) {
  const { session } = useApp();
  const [reading, setReading] = useState<string | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [over, setOver] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);

  const take = async (source: Blob, name: string) => {
    setReading(name);
    setError(null);
    const refusal = await session.text.takeOwn(source, name);
    setReading(null);
    setError(refusal);
    if (refusal === null) onTaken();
  };
  const takeFile = (file: File | null | undefined) => {
    if (file) void take(file, file.name);
  };
  const takePasted = (text: string) => void take(new Blob([text]), t('text.own.pasted'));

  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const [file, second] = event.dataTransfer.files;
    if (second) setError(t('text.own.oneFile'));
    else if (file) takeFile(file);
    else setError(t('text.own.notAFile'));
  };
  const paste = (event: ClipboardEvent) => {
    const [file] = event.clipboardData.files;
    const text = event.clipboardData.getData('text/plain');
    if (!file && text.length <= longestInField) return;
    event.preventDefault();
    if (file) takeFile(file);
    else takePasted(text);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    takePasted(field.current?.value ?? '');
  };
  return (
    <form className={classes.own} onSubmit={submit} aria-label={t('text.own.label')}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the button inside does the same from the keyboard */}
      <div
        className={classes.drop}
        data-over={over || undefined}
        data-testid="drop-zone"
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <FileButton onChange={takeFile} accept="text/*,.txt,.md">
          {(props) => (
            <Button {...props} variant="default" size="xs" leftSection={<FileUp size={16} />}>
              {t('text.own.choose')}
            </Button>
          )}
        </FileButton>
        <span>{t('text.own.drop', { size: formatBytes(ownTextMaxBytes) })}</span>
      </div>
      <Textarea
        ref={field}
        label={t('text.own.paste')}
        rows={4}
        data-testid="own-text"
        resize="vertical"
        onPaste={paste}
      />
      <div className={classes.submit}>
        <Button type="submit" size="xs" loading={reading !== null} data-testid="use-own-text">
          {t('text.own.train')}
        </Button>
        <span role="status">{reading && t('text.own.reading', { name: isolated(reading) })}</span>
      </div>
      {error && (
        <Input.Error size="sm">
          <span role="alert" data-testid="own-text-error">
            {error}
          </span>
        </Input.Error>
      )}
    </form>
  );
}
