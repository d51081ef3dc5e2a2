/** A file of an experiment on its way into the lab: read, held back where it would replace what was trained, opened. */
import { create } from 'zustand';
import type { LabDocument } from '../../document/document';
import { begin, keepNow } from '../autosave/autosave';
import { useRuns } from '../session/runsStore';
import { session } from '../session/session';

interface Transfer {
  /** Where the file came in, which is where it is spoken of. */
  from: 'panel' | 'drop';
  /** Name of the file that is being read or opened. */
  busy: string | null;
  /** Read, and waiting for a yes. */
  waiting: { name: string; document: LabDocument } | null;
  /** What became of the last file, as a sentence. */
  calm: string | null;
  trouble: string | null;
}

const nothing: Omit<Transfer, 'from'> = { busy: null, waiting: null, calm: null, trouble: null };

export const useTransfer = create<Transfer>()(() => ({ ...nothing, from: 'panel' }));

const set = (change: Partial<Transfer>) => useTransfer.setState({ ...nothing, ...change });

/** Reads a file and opens it, at once where nothing is lost by it. */
export async function takeFile(file: File, from: Transfer['from']): Promise<void> {
  if (useTransfer.getState().busy !== null) return;
  set({ busy: file.name, from });
  try {
    const document = await session.readBundle(file, file.name);
    if (Object.keys(useRuns.getState().curves).length > 0) set({ waiting: { name: file.name, document } });
    else await open(file.name, document);
  } catch (error) {
    set({ trouble: sentence(error) });
  }
}

/** Opens the file that waits. */
export async function openWaiting(): Promise<void> {
  const { waiting } = useTransfer.getState();
  if (!waiting) return;
  set({ busy: waiting.name });
  try {
    await open(waiting.name, waiting.document);
  } catch (error) {
    set({ trouble: sentence(error) });
  }
}

/** Leaves everything as it is, and forgets what was said. */
export const leaveFile = () => set({});

export const refuseDrop = (trouble: string) => set({ trouble, from: 'drop' });

/** Whether there is a file to speak of. */
export const isSpoken = ({ busy, waiting, calm, trouble }: Transfer): boolean =>
  (busy ?? waiting ?? calm ?? trouble) !== null;

async function open(name: string, document: LabDocument): Promise<void> {
  // Beside what is kept of other experiments, and kept at once.
  await begin(name.replace(/\.[^.]*$/, ''), () => session.openBundle(document));
  await keepNow();
  const { runs } = document.experiment;
  const trained = Object.values(document.checkpoints).map(({ steps }) => steps);
  const how =
    trained.length === 0
      ? 'Nothing in it was trained yet.'
      : `Trained for ${Math.max(...trained).toLocaleString('en')} steps, with its curves and maps.`;
  set({ calm: `Opened ${name}: ${runs.length === 1 ? '1 run' : `${runs.length} runs`}. ${how}` });
}

const sentence = (error: unknown) => (error instanceof Error ? error.message : String(error));
