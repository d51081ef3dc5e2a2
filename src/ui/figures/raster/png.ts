/**
 * PNG, written and read without a canvas: what a browser gives back of a canvas may be noise (Firefox with
 * resistFingerprinting), and differs from browser to browser. Eight bits a channel, RGBA, not interlaced; a row is written
 * as it is or as its difference from the row above it. (PNG specification, third edition, §5, §9 and §11)
 */
import { sumBy } from 'es-toolkit';
import { unzlibSync, Zlib } from 'fflate';
import { atOnce, type InParts } from '../inParts';

/** RGBA, eight bits a channel, row-major: 4 × width × height bytes. */
export interface Pixels {
  width: number;
  height: number;
  rgba: Uint8Array<ArrayBuffer>;
}

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const filters = { none: 0, up: 2 };

const crcTable = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let bit = 0; bit < 8; bit++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c;
});

function crc32(bytes: Uint8Array): number {
  let c = 0xffffffff;
  for (const byte of bytes) c = (crcTable[(c ^ byte) & 0xff] as number) ^ (c >>> 8);
  return (c ^ 0xffffffff) >>> 0;
}

/** Writes a PNG; equal pixels give equal bytes. */
export const encodePng = (pixels: Pixels): Uint8Array<ArrayBuffer> => atOnce(encodePngInParts(pixels));

/** Writes the same with rests. */
export function* encodePngInParts({ width, height, rgba }: Pixels): InParts<Uint8Array<ArrayBuffer>> {
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  // Eight bits a channel, red, green, blue and alpha.
  header.set([8, 6], 8);
  const chunks = [
    chunk('IHDR', header),
    chunk('IDAT', yield* compressed({ width, height, rgba })),
    chunk('IEND', new Uint8Array()),
  ];
  return joined([Uint8Array.from(signature), ...chunks]);
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(sumBy(parts, ({ length }) => length));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Length, type, data, and the CRC of type and data. */
function chunk(type: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(data.length + 12);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  for (let i = 0; i < 4; i++) bytes[4 + i] = type.charCodeAt(i);
  bytes.set(data, 8);
  view.setUint32(8 + data.length, crc32(bytes.subarray(4, 8 + data.length)));
  return bytes;
}

/** Bytes that are compressed between two rests. */
const atATime = 2 ** 20;

function* compressed(pixels: Pixels): InParts<Uint8Array> {
  const { width, height } = pixels;
  const parts: Uint8Array[] = [];
  const stream = new Zlib({}, (part) => parts.push(part));
  const rows = Math.ceil(atATime / (4 * width));
  for (let y = 0; y < height; y += rows) {
    const end = Math.min(height, y + rows);
    stream.push(filtered(pixels, y, end), end === height);
    yield end / height;
  }
  return joined(parts);
}

/** Rows, each after a byte that says whether it is a difference: one that is like the row above becomes zeros. */
function filtered({ width, rgba }: Pixels, first: number, end: number): Uint8Array {
  const stride = 4 * width;
  const rows = new Uint8Array((end - first) * (stride + 1));
  for (let y = first; y < end; y++) {
    const row = rgba.subarray(y * stride, (y + 1) * stride);
    const at = (y - first) * (stride + 1);
    rows[at] = y === 0 ? filters.none : filters.up;
    for (let i = 0; i < stride; i++)
      rows[at + 1 + i] = (row[i] as number) - (y === 0 ? 0 : (rgba[(y - 1) * stride + i] as number));
  }
  return rows;
}

/** Reads a PNG that `encodePng` wrote. @throws Error where it is another */
export function decodePng(file: Uint8Array): Pixels {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (signature.some((byte, i) => file[i] !== byte)) throw new Error('This is not a PNG.');
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  if (view.getUint32(24) !== 0x08060000) throw new Error('This PNG is not of the lab.');
  const dataAt = 33;
  const length = view.getUint32(dataAt);
  const rows = unzlibSync(file.subarray(dataAt + 8, dataAt + 8 + length));
  const stride = 4 * width;
  const rgba = new Uint8Array(stride * height);
  for (let y = 0; y < height; y++) {
    const at = y * (stride + 1);
    const isUp = rows[at] === filters.up;
    for (let i = 0; i < stride; i++)
      rgba[y * stride + i] =
        (rows[at + 1 + i] as number) + (isUp ? (rgba[(y - 1) * stride + i] as number) : 0);
  }
  return { width, height, rgba };
}

const prefix = 'data:image/png;base64,';

/** A PNG as an address that stands in a document. */
export function pngAddress(pixels: Pixels): string {
  let binary = '';
  for (const byte of encodePng(pixels)) binary += String.fromCharCode(byte);
  return prefix + btoa(binary);
}

/** Reads what `pngAddress` wrote. @throws Error where it is another */
export const pixelsOfAddress = (address: string): Pixels =>
  decodePng(Uint8Array.from(atob(address.slice(prefix.length)), (sign) => sign.charCodeAt(0)));
