import type { DocumentWithTakes, LabDocument } from '../../src/document/document';

/** A document without takes beside it. */
export const alone = (document: LabDocument): DocumentWithTakes => ({ document, takes: [] });
