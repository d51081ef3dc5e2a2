/** Imports a file: an experiment, which is opened, asking first where it would replace what was trained; or runs to look at. */

import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Bundle } from '../../document/document';
import type { KeptDocument } from '../../document/keptDocument';
import { formatCount } from '../../format/numbers';
import { isolated } from '../../format/visible';
import { t } from '../../i18n/i18n';
import type { Autosave } from '../autosave/autosave';
import { errorMessage } from '../errorMessage';
import { Drafts } from '../lessons/drafts';
import type { Session } from '../session/session';
import type { ReadOnlyRuns } from './readOnly/readOnlyRuns';

/** How the import of the last file stands. */
export interface FileImportState {
  /** Where the file came in, which is where it is reported. */
  from: 'form' | 'drop';
  /** Name of the file that is being read or opened. */
  busy: string | null;
  /** Read, and waiting for a yes. */
  waiting: { name: string; bundle: Bundle<KeptDocument> } | null;
  /** What became of the last file, as messages for the reader. */
  done: string | null;
  error: string | null;
}

const noFile: Omit<FileImportState, 'from'> = { busy: null, waiting: null, done: null, error: null };

/** Imports one file at a time. */
export class FileImport {
  readonly state: StoreApi<FileImportState> = createStore<FileImportState>()(() => ({
    ...noFile,
    from: 'form',
  }));

  constructor(
    private readonly session: Session,
    private readonly autosave: Autosave,
    private readonly readOnly: ReadOnlyRuns,
    private readonly drafts: Drafts,
  ) {}

  /** Reads a file and opens it, at once where nothing is lost by it. Never rejects. */
  async importFile(file: File, from: FileImportState['from']): Promise<void> {
    if (this.state.getState().busy !== null) return;
    this.set({ busy: file.name, from });
    try {
      const lesson = await lessonIn(file);
      if (lesson !== null) {
        this.set({ done: this.drafts.take(file.name, lesson) });
        return;
      }
      const added = await this.readOnly.add(file);
      if (added !== null) {
        this.set({ done: added });
        return;
      }
      const bundle = await this.session.files.readBundle(file, file.name);
      const { curves } = this.session.runs.getState();
      if (Object.keys(curves).length > 0) this.set({ waiting: { name: file.name, bundle } });
      else await this.open(file.name, bundle);
    } catch (error) {
      this.set({ error: errorMessage(error) });
    }
  }

  /** Opens the file that waits. Never rejects. */
  async confirm(): Promise<void> {
    const { waiting } = this.state.getState();
    if (!waiting) return;
    this.set({ busy: waiting.name });
    try {
      await this.open(waiting.name, waiting.bundle);
    } catch (error) {
      this.set({ error: errorMessage(error) });
    }
  }

  /** Leaves the page as it is, and drops the file or its report. */
  dismiss(): void {
    this.set({});
  }

  /** Reports why what was dropped is not imported. @param error for the reader */
  refuseDrop(error: string): void {
    this.set({ error, from: 'drop' });
  }

  private async open(name: string, bundle: Bundle<KeptDocument>): Promise<void> {
    // Beside the other saved experiments, and saved at once.
    const called = bundle.name?.trim() || name.replace(/\.[^.]*$/, '');
    await this.autosave.startNew(called, () => this.session.files.openBundle(bundle));
    await this.autosave.writeNow();
    const { experiment, checkpoints } = bundle.document;
    const { runs } = experiment;
    const trained = Object.values(checkpoints).map(({ steps }) => steps);
    const opened = { name: isolated(name), count: runs.length };
    this.set({
      done:
        trained.length === 0
          ? t('app.files.openedUntrained', opened)
          : t('app.files.openedTrained', { ...opened, steps: formatCount(Math.max(...trained)) }),
    });
  }

  private set(change: Partial<FileImportState>): void {
    this.state.setState({ ...noFile, ...change });
  }
}

/** Gives the text of a lesson, whole or cut; null where a file is something else. Not even a long lesson is of so many bytes. */
async function lessonIn(file: File): Promise<string | null> {
  if (file.size > 2 ** 22 || !Drafts.isLesson(await file.slice(0, 400).text())) return null;
  return file.text();
}

/** Tells whether there is a file to report on. */
export const hasStatus = ({ busy, waiting, done, error }: FileImportState): boolean =>
  (busy ?? waiting ?? done ?? error) !== null;
