/** Takes a person's own text: dropped, chosen as a file, or pasted. One that is refused changes nothing. */

import { Button, FileButton, Input, Textarea } from '@mantine/core';
import { FileUp } from 'lucide-react';
import { type ClipboardEvent, type DragEvent, type FormEvent, useRef, useState } from 'react';
import { ownTextMaxBytes } from '../../../data/corpora/ownText';
import { formatBytes } from '../../../format/bytes';
import { isolated } from '../../../format/visible';
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
  const takePasted = (text: string) => void take(new Blob([text]), 'The pasted text');

  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const [file, second] = event.dataTransfer.files;
    if (second) setError('Drop one file at a time.');
    else if (file) takeFile(file);
    else setError('That was not a file. Drop a text file, or paste the text below.');
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
    <form className={classes.own} onSubmit={submit} aria-label="Your own text">
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
              Choose a file
            </Button>
          )}
        </FileButton>
        <span>or drop one here: plain text in UTF-8, up to {formatBytes(ownTextMaxBytes)}</span>
      </div>
      <Textarea
        ref={field}
        label="Or paste it here"
        rows={4}
        data-testid="own-text"
        resize="vertical"
        onPaste={paste}
      />
      <div className={classes.submit}>
        <Button type="submit" size="xs" loading={reading !== null} data-testid="use-own-text">
          Train on this text
        </Button>
        <span role="status">{reading && `Reading ${isolated(reading)}…`}</span>
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
