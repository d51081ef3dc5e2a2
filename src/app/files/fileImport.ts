/** Imports a file of an experiment: reads it, asks where it would replace what was trained, opens it. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { LabDocument } from '../../document/document';
import { formatCount } from '../../format/numbers';
import type { Autosave } from '../autosave/autosave';
import { errorMessage } from '../errorMessage';
import type { Session } from '../session/session';

export interface FileImportState {
  /** Where the file came in, which is where it is told of. */
  from: 'panel' | 'drop';
  /** Name of the file that is being read or opened. */
  busy: string | null;
  /** Read, and waiting for a yes. */
  waiting: { name: string; document: LabDocument } | null;
  /** What became of the last file, as messages for the reader. */
  calm: string | null;
  trouble: string | null;
}

const nothing: Omit<FileImportState, 'from'> = { busy: null, waiting: null, calm: null, trouble: null };

export class FileImport {
  readonly state: StoreApi<FileImportState> = createStore<FileImportState>()(() => ({
    ...nothing,
    from: 'panel',
  }));

  constructor(
    private readonly session: Session,
    private readonly autosave: Autosave,
  ) {}

  /** Reads a file and opens it, at once where nothing is lost by it. Never rejects. */
  async takeFile(file: File, from: FileImportState['from']): Promise<void> {
    if (this.state.getState().busy !== null) return;
    this.set({ busy: file.name, from });
    try {
      const document = await this.session.readBundle(file, file.name);
      const { curves } = this.session.runs.getState();
      if (Object.keys(curves).length > 0) this.set({ waiting: { name: file.name, document } });
      else await this.open(file.name, document);
    } catch (error) {
      this.set({ trouble: errorMessage(error) });
    }
  }

  /** Opens the file that waits. Never rejects. */
  async openWaiting(): Promise<void> {
    const { waiting } = this.state.getState();
    if (!waiting) return;
    this.set({ busy: waiting.name });
    try {
      await this.open(waiting.name, waiting.document);
    } catch (error) {
      this.set({ trouble: errorMessage(error) });
    }
  }

  /** Leaves the page as it is, and forgets the file. */
  leaveFile(): void {
    this.set({});
  }

  refuseDrop(trouble: string): void {
    this.set({ trouble, from: 'drop' });
  }

  private async open(name: string, document: LabDocument): Promise<void> {
    // Beside the other saved experiments, and saved at once.
    await this.autosave.begin(name.replace(/\.[^.]*$/, ''), () => this.session.openBundle(document));
    await this.autosave.writeNow();
    const { runs } = document.experiment;
    const trained = Object.values(document.checkpoints).map(({ steps }) => steps);
    const how =
      trained.length === 0
        ? 'Nothing in it was trained yet.'
        : `Trained for ${formatCount(Math.max(...trained))} steps, with its curves and maps.`;
    this.set({ calm: `Opened ${name}: ${runs.length === 1 ? '1 run' : `${runs.length} runs`}. ${how}` });
  }

  private set(change: Partial<FileImportState>): void {
    this.state.setState({ ...nothing, ...change });
  }
}

/** Whether there is a file to tell of. */
export const isSpoken = ({ busy, waiting, calm, trouble }: FileImportState): boolean =>
  (busy ?? waiting ?? calm ?? trouble) !== null;
