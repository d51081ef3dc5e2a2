/**
 * Reads zip archives: as the lab writes them, and as other tools pack the same files again. Every file's CRC is checked,
 * which fflate's own unzip does not do. Format: PKWARE's APPNOTE.TXT, 4.3.
 */
import { inflateSync } from 'fflate';
import { wholeSlice } from '../data/characters';
import { isolated } from '../format/visible';
import { words } from '../format/words';

/** A file that cannot be unpacked; the message begins with a verb, for the file's name to stand before it. */
export class ZipError extends Error {}

/** An archive, or a file in it, that is not what was packed. */
export class DamagedZipError extends ZipError {}

/** What the directory of an archive says of one file. */
export interface ZipEntry {
  /** With "/" between folders, whatever the tool wrote; a folder's own ends in one. */
  path: string;
  /** Bytes when unpacked. */
  size: number;
}

interface Entry extends ZipEntry {
  name: Uint8Array;
  flags: number;
  method: number;
  crc: number;
  packedSize: number;
  localHeader: number;
}

const endSignature = 0x06054b50;
const endSize = 22;
/** A comment behind the directory has at most so many bytes. */
const longestComment = 0xffff;
const end64Signature = 0x06064b50;
const end64Size = 56;
const locator64Size = 20;
const entrySignature = 0x02014b50;
const entrySize = 46;
const localSignature = 0x04034b50;
const localSize = 30;
/** Stands where the true value is in a field for 64 bits. */
const in64 = 0xffffffff;
const extra64 = 1;
const encrypted = 1;
const stored = 0;
const deflated = 8;
/** DEFLATE's best: 258 bytes in two bits. */
const mostDeflated = 1032;

const damaged = () => new ZipError(words('zip.noZip', 'is not a zip archive, or not a whole one'));

const notAsPacked = (path: string) =>
  new DamagedZipError(
    words('zip.notAsPacked', 'is damaged: “{{path}}” in it is not what was packed', { path: shown(path) }),
  );

/** An archive whose directory has been read; files are unpacked as they are asked for. */
export class ZipArchive {
  private readonly view: DataView;
  private readonly byPath = new Map<string, Entry>();

  /** @throws ZipError where the bytes are no zip archive, or its directory is damaged */
  constructor(private readonly bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    try {
      for (const entry of this.readDirectory()) {
        if (this.byPath.has(entry.path))
          throw new DamagedZipError(
            words('zip.pathTwice', 'is damaged: it holds “{{path}}” twice', { path: shown(entry.path) }),
          );
        // A file whose name is damaged would be missing without a word.
        if (!this.packedBytes(entry)) throw notAsPacked(entry.path);
        this.byPath.set(entry.path, entry);
      }
    } catch (error) {
      // A place beyond the end.
      if (error instanceof RangeError) throw damaged();
      throw error;
    }
  }

  /** Lists the entries, in the order of the central directory. */
  get entries(): readonly ZipEntry[] {
    return [...this.byPath.values()];
  }

  /**
   * Unpacks a file.
   * @returns null where there is none of this path
   * @throws ZipError naming the file where it is damaged, or packed in a way that is not known here
   */
  read(path: string): Uint8Array | null {
    const entry = this.byPath.get(path);
    if (!entry) return null;
    const broken = () => notAsPacked(path);
    try {
      if (entry.flags & encrypted)
        throw new ZipError(
          words('zip.encrypted', 'is encrypted: “{{path}}” in it asks for a password', { path: shown(path) }),
        );
      const packed = this.packedBytes(entry);
      if (!packed) throw broken();
      const data = unpacked(packed, entry);
      if (data?.length !== entry.size || crc32(data) !== entry.crc) throw broken();
      return data;
    } catch (error) {
      if (error instanceof ZipError) throw error;
      throw broken();
    }
  }

  /** Reads the directory at the last end of one that is right: a comment may hold what looks like an end too. */
  private readDirectory(): Entry[] {
    const first = Math.max(0, this.bytes.length - endSize - longestComment);
    for (let at = this.bytes.length - endSize; at >= first; at--) {
      if (this.view.getUint32(at, true) !== endSignature) continue;
      try {
        return this.readDirectoryBefore(at);
      } catch (error) {
        if (!(error instanceof RangeError || error instanceof ZipError)) throw error;
      }
    }
    throw damaged();
  }

  private readDirectoryBefore(end: number): Entry[] {
    let ownEnd = end;
    let count = this.view.getUint16(end + 10, true);
    let size = this.view.getUint32(end + 12, true);
    let start = this.view.getUint32(end + 16, true);
    if (count === 0xffff || size === in64 || start === in64) {
      const end64 = this.findEnd64(end - locator64Size);
      ownEnd = end64;
      count = this.uint64(end64 + 32);
      size = this.uint64(end64 + 40);
      start = this.uint64(end64 + 48);
    }
    // What a program or a mail puts before an archive moves all of its places.
    const moved = ownEnd - size - start;
    if (moved < 0) throw damaged();
    const entries: Entry[] = [];
    let at = start + moved;
    for (let n = 0; n < count; n++) {
      const { entry, length } = this.readEntry(at);
      entries.push({ ...entry, localHeader: entry.localHeader + moved });
      at += length;
    }
    // Else a file may be missing without a word.
    if (at !== ownEnd) throw damaged();
    return entries;
  }

  /** Finds the end record of 64 bits, which stands before its locator, or where that says. */
  private findEnd64(locator: number): number {
    const isEnd64 = (at: number) => this.view.getUint32(at, true) === end64Signature;
    if (isEnd64(locator - end64Size)) return locator - end64Size;
    const at = this.uint64(locator + 8);
    if (!isEnd64(at)) throw damaged();
    return at;
  }

  private readEntry(at: number): { entry: Entry; length: number } {
    const { view } = this;
    if (view.getUint32(at, true) !== entrySignature) throw damaged();
    const nameLength = view.getUint16(at + 28, true);
    const extraLength = view.getUint16(at + 30, true);
    const commentLength = view.getUint16(at + 32, true);
    const name = this.bytes.subarray(at + entrySize, at + entrySize + nameLength);
    const fields = [24, 20, 42].map((field) => view.getUint32(at + field, true));
    const [size, packedSize, localHeader] = this.in64Bits(fields, at + entrySize + nameLength, extraLength);
    return {
      entry: {
        path: normalised(new TextDecoder().decode(name)),
        name,
        size: size as number,
        packedSize: packedSize as number,
        localHeader: localHeader as number,
        flags: view.getUint16(at + 8, true),
        method: view.getUint16(at + 10, true),
        crc: view.getUint32(at + 16, true),
      },
      length: entrySize + nameLength + extraLength + commentLength,
    };
  }

  /** Takes those of the fields that need it from the extra field of 64 bits, where they stand in this order. */
  private in64Bits(fields: number[], extra: number, extraLength: number): number[] {
    if (!fields.includes(in64)) return fields;
    for (let at = extra; at + 4 <= extra + extraLength; at += 4 + this.view.getUint16(at + 2, true)) {
      if (this.view.getUint16(at, true) !== extra64) continue;
      let next = at + 4;
      return fields.map((field) => {
        if (field !== in64) return field;
        next += 8;
        return this.uint64(next - 8);
      });
    }
    throw damaged();
  }

  /** @returns null where the file's own header is another's */
  private packedBytes({ localHeader, name, packedSize }: Entry): Uint8Array | null {
    const { view, bytes } = this;
    const nameLength = view.getUint16(localHeader + 26, true);
    const ownName = bytes.subarray(localHeader + localSize, localHeader + localSize + nameLength);
    const isOwn =
      view.getUint32(localHeader, true) === localSignature &&
      ownName.length === name.length &&
      ownName.every((byte, i) => byte === name[i]);
    if (!isOwn) return null;
    const start = localHeader + localSize + nameLength + view.getUint16(localHeader + 28, true);
    return start + packedSize <= bytes.length ? bytes.subarray(start, start + packedSize) : null;
  }

  /** @throws RangeError where it is beyond what a file can have */
  private uint64(at: number): number {
    const value = Number(this.view.getBigUint64(at, true));
    if (value > Number.MAX_SAFE_INTEGER) throw new RangeError('beyond the end');
    return value;
  }
}

/** @returns null where the size cannot be right, before any memory is taken for it */
function unpacked(packed: Uint8Array, { path, method, size }: Entry): Uint8Array | null {
  if (method === stored) return packed.length === size ? packed : null;
  if (method !== deflated)
    throw new ZipError(
      words('zip.method', 'is packed in a way that the lab does not know: method {{method}} of “{{path}}”', {
        method,
        path: shown(path),
      }),
    );
  if (size > mostDeflated * packed.length) return null;
  // One byte more, so that what is longer is noticed.
  return inflateSync(packed, { out: new Uint8Array(size + 1) });
}

/** Some tools of Windows write "\", and some tools begin with "./". */
const normalised = (path: string) => path.replaceAll('\\', '/').replace(/^(\.?\/)+/, '');

/** As it may stand in a sentence. */
const shown = (path: string) => isolated(path.length > 80 ? `${wholeSlice(path, 80)}…` : path);

const crcTable = Int32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  return crc;
});

/** The CRC-32 of the format, APPNOTE.TXT 4.4.7. */
function crc32(bytes: Uint8Array): number {
  let crc = -1;
  for (let i = 0; i < bytes.length; i++)
    crc = (crc >>> 8) ^ (crcTable[(crc ^ (bytes[i] as number)) & 0xff] as number);
  return ~crc >>> 0;
}

/** Refuses files that are too large, before anything is unpacked. @throws ZipError naming the first that is */
export function mustFit(
  entries: readonly ZipEntry[],
  mostBytes: (path: string) => number,
  mostInAll: number,
): void {
  let inAll = 0;
  for (const { path, size } of entries) {
    inAll += size;
    if (size > mostBytes(path) || inAll > mostInAll)
      throw new ZipError(
        words('zip.tooLarge', 'is too large when unpacked: “{{path}}” has {{size}} bytes', {
          path: shown(path),
          size,
        }),
      );
  }
}
