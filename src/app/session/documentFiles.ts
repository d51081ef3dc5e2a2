/** The page's document, and its runs, as files: written and read by the worker. */
import type { Bundle, DocumentWithTakes } from '../../document/document';
import type { KeptDocument } from '../../document/keptDocument';
import type { ExportKind } from '../../export/runFiles';
import { restoreDocument, snapshotDocument } from '../document/documentSnapshot';
import type { PageDocument } from '../document/pageDocument';
import { noticeDeviceChange } from '../notices/deviceChange';
import type { Notices } from '../notices/notices';
import type { RunLifecycle, TrainingControls } from './runLifecycle';
import type { Takes } from './takes';

/** Files of one page. */
export class DocumentFiles {
  constructor(
    private readonly document: PageDocument,
    private readonly lifecycle: RunLifecycle,
    private readonly training: TrainingControls,
    private readonly takes: Takes,
    private readonly notices: Notices,
  ) {}

  /**
   * Writes a run's files, of the weights that it has now, as a zip archive.
   * @param folder in the archive, which holds them all
   * @returns its bytes; undefined where an edit or a reset came between. Rejects with a message for the reader
   */
  zipRun(runId: string, kind: ExportKind, folder: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
    return this.lifecycle.call((lab) => lab.files.zipRun(runId, kind, folder));
  }

  /**
   * Writes the document and its takes as a bundle. Training pauses meanwhile, so that curves and weights are of the same step.
   * @param name of the experiment, which it has where it is opened
   */
  async saveBundle(name: string): Promise<Uint8Array<ArrayBuffer>> {
    const { lifecycle, training } = this;
    const resumes = lifecycle.trains;
    await training.pause();
    await this.untilPaused();
    const file = await lifecycle.client.call((lab) =>
      lab.files.writeBundle({
        name,
        document: snapshotDocument(this.document, lifecycle.runs.getState()),
        takes: this.takes.documents(),
      }),
    );
    if (resumes) void training.train();
    return file;
  }

  /** Reads a bundle, and changes nothing. Rejects with a message for the reader. @param name what that calls the file */
  readBundle(file: Blob, name: string): Promise<Bundle<KeptDocument>> {
    return this.lifecycle.client.call((lab) => lab.files.readBundle(file, name));
  }

  /** Replaces everything on the page, and loads its checkpoints. Rejects with a message for the reader where it cannot. */
  async openBundle({ document: opened, takes }: DocumentWithTakes<KeptDocument>): Promise<void> {
    // First, so that what is opened is not taken for an edit of what was trained.
    await this.training.clear();
    restoreDocument(this.document, this.lifecycle.runs, opened);
    this.takes.restore(takes);
    noticeDeviceChange(opened.backend, this.lifecycle.runs, this.notices);
    if (Object.keys(opened.checkpoints).length > 0) await this.lifecycle.ensureLoaded();
  }

  /** Resolves once the worker has told all of a training that was paused. */
  private untilPaused(): Promise<void> {
    const { runs } = this.lifecycle;
    const isPaused = () => !['training', 'loading'].includes(runs.getState().state);
    return new Promise((resolve) => {
      if (isPaused()) return resolve();
      const stop = runs.subscribe(() => {
        if (!isPaused()) return;
        stop();
        resolve();
      });
    });
  }
}
