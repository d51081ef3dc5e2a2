import type { DocumentWithTakes } from '../../src/document/document';
import { type KeptDocument, unpackedDocuments } from '../../src/document/keptDocument';

/** A document without takes beside it. */
export const alone = <Document extends KeptDocument>(document: Document): DocumentWithTakes<Document> => ({
  document,
  takes: [],
});

/** The same as a file has it. */
export const aloneInFile = (document: KeptDocument): Promise<DocumentWithTakes> =>
  unpackedDocuments(alone(document));
