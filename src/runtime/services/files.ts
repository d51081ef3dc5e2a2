/** Writes and reads files away from the page's thread. Their bytes are transferred, not copied. */
import { transfer } from 'comlink';
import type { Bundle } from '../../document/document';
import { readBundleFile, writeBundle } from '../../document/file/bundle';
import { type KeptDocument, packedDocuments, unpackedDocuments } from '../../document/keptDocument';
import type { ExportedFile } from '../../export/exportedFile';
import type { ExportKind } from '../../export/runFiles';
import { zipped } from '../../export/zip';
import { exportRun } from '../exportRun';
import type { LoadedSlot } from '../loadedExperiment';
import type { FileService } from '../protocol';

/** Needs an experiment loaded for the files of a run. */
export class Files implements FileService {
  constructor(private readonly slot: LoadedSlot) {}

  async exportRun(runId: string, kind: ExportKind): Promise<ExportedFile[]> {
    const files = await exportRun(this.slot.require(), runId, kind);
    return transfer(
      files,
      files.map((file) => file.data.buffer),
    );
  }

  async zipRun(runId: string, kind: ExportKind, folder: string): Promise<Uint8Array<ArrayBuffer>> {
    return transferred(zipped(await exportRun(this.slot.require(), runId, kind), folder));
  }

  async writeBundle(all: Bundle<KeptDocument>): Promise<Uint8Array<ArrayBuffer>> {
    return transferred(writeBundle(await unpackedDocuments(all)));
  }

  async readBundle(file: Blob, name: string): Promise<Bundle<KeptDocument>> {
    return packedDocuments(await readBundleFile(file, name));
  }
}

const transferred = (bytes: Uint8Array<ArrayBuffer>) => transfer(bytes, [bytes.buffer]);
