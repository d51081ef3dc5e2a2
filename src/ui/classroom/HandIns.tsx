/** Takes hand-ins in: pasted, dropped, chosen as files or scanned, many at once; says what became of those that are left out. */
import { Button, FileButton, Textarea } from '@mantine/core';
import { FileUp, ScanLine } from 'lucide-react';
import { type ClipboardEvent, type DragEvent, useState } from 'react';
import { takeHandIns } from '../../app/classroom/handIns';
import { errorMessage } from '../../app/errorMessage';
import type { HandIn } from '../../document/classroom/handIn';
import type { Sweep } from '../../document/sweepsSchema';
import { formatCount } from '../../format/numbers';
import { isolated } from '../../format/visible';
import { t } from '../../i18n/i18n';
import { qrReader } from '../../platform/barcodes';
import { useApp } from '../AppContext';
import classes from './Class.module.css';
import { handInSentence } from './handInSentence';
import { Scanner } from './Scanner';
import { TakenIn } from './TakenIn';

/** What became of the last hand-ins, and of files that hold none. */
interface Report {
  judged: readonly HandIn[];
  unread: readonly string[];
}

export function HandIns({ plan, cells }: { plan: Sweep; cells: number }) {
  const { document } = useApp();
  const [typed, setTyped] = useState('');
  const [report, setReport] = useState<Report | null>(null);
  const [scans, setScans] = useState(false);
  const take = (text: string, unread: readonly string[] = []) =>
    setReport({ judged: takeHandIns(document, plan.id, text), unread });
  const takeFiles = async (files: readonly File[]) => {
    const read = await Promise.all(files.map((file) => textOf(file)));
    take(
      read.map(({ text }) => text).join('\n'),
      read.flatMap(({ unread }) => unread ?? []),
    );
  };
  const drop = (event: DragEvent) => {
    const { files } = event.dataTransfer;
    const text = event.dataTransfer.getData('text/uri-list') || event.dataTransfer.getData('text/plain');
    if (files.length === 0 && text === '') return;
    // Taken here, so that the page does not open it as a saved experiment.
    event.preventDefault();
    if (files.length > 0) void takeFiles([...files]);
    else take(text);
  };
  const paste = (event: ClipboardEvent) => {
    const { files } = event.clipboardData;
    if (files.length === 0) return;
    event.preventDefault();
    void takeFiles([...files]);
  };
  return (
    <fieldset
      className={classes.box}
      aria-label={t('class.in.label')}
      onDragOver={(event) => event.preventDefault()}
      onDrop={drop}
      onPaste={paste}
      data-testid="hand-ins"
    >
      <Textarea
        label={t('class.in.label')}
        description={t('class.in.help')}
        rows={3}
        spellCheck={false}
        value={typed}
        data-testid="hand-in-field"
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <div className={classes.buttons}>
        <Button
          size="compact-md"
          disabled={typed.trim() === ''}
          data-testid="take-in"
          onClick={() => {
            take(typed);
            setTyped('');
          }}
        >
          {t('class.in.take')}
        </Button>
        <FileButton multiple accept=".txt,.csv,.html,image/*" onChange={(files) => void takeFiles(files)}>
          {(props) => (
            <Button {...props} size="compact-md" variant="default" leftSection={<FileUp size={16} />}>
              {t('class.in.file')}
            </Button>
          )}
        </FileButton>
        <Button
          size="compact-md"
          variant="default"
          leftSection={<ScanLine size={16} />}
          aria-expanded={scans}
          data-testid="scan"
          onClick={() => setScans(!scans)}
        >
          {t(scans ? 'class.in.stopScan' : 'class.in.scan')}
        </Button>
        <span className="muted" data-testid="class-progress">
          {t('class.in.progress', { done: formatCount(plan.results.length), total: formatCount(cells) })}
        </span>
      </div>
      {scans && <Scanner onCode={take} />}
      <div role="status">{report && <Told {...report} />}</div>
      <TakenIn plan={plan} />
    </fieldset>
  );
}

function Told({ judged, unread }: Report) {
  const count = (...kinds: HandIn['is'][]) => judged.filter(({ is }) => kinds.includes(is)).length;
  const [fresh, known] = [count('new'), count('known')];
  const left = judged.flatMap((one, i) =>
    one.is === 'new' || one.is === 'known' ? [] : [handInSentence(one, i + 1)],
  );
  const all = [...left, ...unread];
  return (
    <>
      <p data-testid="hand-in-report">
        {t('class.report.summary', {
          new: formatCount(fresh),
          known: formatCount(known),
          left: formatCount(all.length),
        })}
      </p>
      {all.length > 0 && (
        <ul className={classes.left} aria-label={t('class.report.list')} data-testid="left-out">
          {all.map((sentence, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the same may be said of two
            <li key={i}>{sentence}</li>
          ))}
        </ul>
      )}
    </>
  );
}

/** Reads the links of a file: of a picture those of its codes. */
async function textOf(file: File): Promise<{ text: string; unread?: string[] }> {
  const name = { file: isolated(file.name) };
  if (!file.type.startsWith('image/')) return { text: await file.text() };
  const reader = await qrReader().catch(() => null);
  if (!reader) return { text: '', unread: [t('class.in.noReader', name)] };
  try {
    const codes = await reader(await createImageBitmap(file));
    return codes.length > 0 ? { text: codes.join('\n') } : { text: '', unread: [t('class.in.noCode', name)] };
  } catch (error) {
    console.warn(errorMessage(error));
    return { text: '', unread: [t('class.in.noCode', name)] };
  }
}
