/** Files that leave the lab, as bytes in memory. */
import { jsonText } from '../format/json';

export interface ExportedFile {
  /** Below the folder it goes to, with "/" between folders. */
  path: string;
  data: Uint8Array<ArrayBuffer>;
}

/** Makes a file of text in UTF-8. */
export const textFile = (path: string, text: string): ExportedFile => ({
  path,
  data: new TextEncoder().encode(text),
});

/** Makes a file of JSON, indented. @see jsonText */
export const jsonFile = (path: string, value: unknown): ExportedFile =>
  textFile(path, `${jsonText(value, 2)}\n`);
