/** Files that leave the lab, as bytes in memory. */

export interface ExportedFile {
  /** Below the folder it goes to, with "/" between folders. */
  path: string;
  data: Uint8Array<ArrayBuffer>;
}

export const textFile = (path: string, text: string): ExportedFile => ({
  path,
  data: new TextEncoder().encode(text),
});

export const jsonFile = (path: string, value: unknown): ExportedFile =>
  textFile(path, `${JSON.stringify(value, null, 2)}\n`);
