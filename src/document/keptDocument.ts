/** A document as the page and the database keep it, and as files have it: the one's checkpoints may be packed, the other's are not. */
import { allPacked, allUnpacked, type KeptCheckpoint } from '../train/packedCheckpoint';
import type { Bundle, LabDocument } from './document';

export type KeptDocument = Omit<LabDocument, 'checkpoints'> & { checkpoints: Record<string, KeptCheckpoint> };

/** Packs every checkpoint of a document and of its takes. */
export function packedDocuments({ name, document, takes }: Bundle<KeptDocument>): Bundle<KeptDocument> {
  const packed = (one: KeptDocument): KeptDocument => ({ ...one, checkpoints: allPacked(one.checkpoints) });
  return { name, document: packed(document), takes: takes.map(packed) };
}

/** Unpacks every checkpoint of a document and of its takes. Rejects with an Error for the reader where one cannot be read. */
export async function unpackedDocuments({ name, document, takes }: Bundle<KeptDocument>): Promise<Bundle> {
  const unpacked = async (one: KeptDocument): Promise<LabDocument> => ({
    ...one,
    checkpoints: await allUnpacked(one.checkpoints),
  });
  return { name, document: await unpacked(document), takes: await Promise.all(takes.map(unpacked)) };
}
