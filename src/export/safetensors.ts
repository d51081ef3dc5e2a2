/**
 * The safetensors file format (github.com/huggingface/safetensors): eight bytes with the length of a JSON header, the
 * header with each tensor's dtype, shape and place, then the raw little-endian numbers of all of them, end to end.
 */
import { words } from '../format/words';

/** Numbers as they lie in the file, row-major, and the shape they have. */
export interface TensorData {
  shape: readonly number[];
  data: Float32Array | Int32Array | Int16Array;
}

export interface TensorFile {
  /** By name, in the order in which they lie in the file. */
  tensors: Map<string, TensorData>;
  /** What the file says of itself. */
  metadata: Record<string, string>;
}

/**
 * What a file of the lab says of itself. `format` is whose framework's tensors these are: Hugging Face's loaders open no file
 * that says otherwise, or (some) says nothing.
 */
const ownMetadata = { producer: 'attention-lab', format: 'pt' };

/** A file that cannot be read; the message begins with a verb, for the file's name to stand before it. */
export class SafetensorsError extends Error {}

const dtypes = {
  F32: Float32Array,
  I32: Int32Array,
  I16: Int16Array,
} as const;
type Dtype = keyof typeof dtypes;

const isDtype = (name: unknown): name is Dtype => typeof name === 'string' && Object.hasOwn(dtypes, name);

const dtypeOf = (data: TensorData['data']): Dtype =>
  data instanceof Float32Array ? 'F32' : data instanceof Int32Array ? 'I32' : 'I16';

/** The header starts after its length, and the numbers at a multiple of it. */
const lengthBytes = 8;
const alignment = 8;

/** As the format's own reader has it. */
const longestHeader = 100_000_000;

/** The key of the metadata in the header, which no tensor may have as its name. */
const metadataKey = '__metadata__';

const elementsOf = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);

/**
 * Writes a file of the lab; equal tensors in equal order give equal bytes.
 * @throws Error where a shape does not fit its data
 */
export function writeSafetensors({ tensors }: Pick<TensorFile, 'tensors'>): Uint8Array<ArrayBuffer> {
  const header: Record<string, unknown> = { [metadataKey]: ownMetadata };
  let end = 0;
  for (const [name, { shape, data }] of tensors) {
    if (elementsOf(shape) !== data.length)
      throw new Error(`"${name}" has ${data.length} numbers, and its shape is ${shape.join(' × ')}.`);
    const start = end;
    end += data.byteLength;
    header[name] = { dtype: dtypeOf(data), shape, data_offsets: [start, end] };
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  const headerLength = Math.ceil(json.length / alignment) * alignment;
  const file = new Uint8Array(lengthBytes + headerLength + end).fill(' '.charCodeAt(0), lengthBytes);
  new DataView(file.buffer).setBigUint64(0, BigInt(headerLength), true);
  file.set(json, lengthBytes);
  let at = lengthBytes + headerLength;
  for (const { data } of tensors.values()) {
    file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return file;
}

/** Reads a file into copies. @throws SafetensorsError where the bytes are not such a file, or not a whole one */
export function readSafetensors(bytes: Uint8Array): TensorFile {
  const headerLength = readHeaderLength(bytes);
  const body = bytes.subarray(lengthBytes + headerLength);
  const header = parseHeader(bytes.subarray(lengthBytes, lengthBytes + headerLength));
  const tensors = new Map<string, TensorData>();
  let metadata: Record<string, string> = {};
  const places: [start: number, end: number][] = [];
  for (const [name, entry] of Object.entries(header)) {
    if (name === metadataKey) {
      metadata = readMetadata(entry);
      continue;
    }
    const { dtype, shape, start, end } = readEntry(name, entry);
    if (end > body.length)
      throw new SafetensorsError(
        words(
          'tensors.cut',
          'ends before its tensor "{{tensor}}" does: it may not have been copied to the end',
          { tensor: name },
        ),
      );
    // A copy of its own: the numbers need not lie at a multiple of their size. (In Node a Buffer's slice is none.)
    const own = new Uint8Array(body.subarray(start, end));
    tensors.set(name, { shape, data: new dtypes[dtype](own.buffer) });
    places.push([start, end]);
  }
  mustCover(places, body.length);
  return { tensors, metadata };
}

function readHeaderLength(bytes: Uint8Array): number {
  if (bytes.length < lengthBytes)
    throw new SafetensorsError(words('tensors.short', 'is too short to be a safetensors file'));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getBigUint64(0, true);
  if (length > BigInt(longestHeader))
    throw new SafetensorsError(words('tensors.none', 'is not a safetensors file'));
  if (lengthBytes + Number(length) > bytes.length)
    throw new SafetensorsError(
      words('tensors.header', 'ends within its header: it is not a safetensors file, or not a whole one'),
    );
  return Number(length);
}

function parseHeader(bytes: Uint8Array): object {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new SafetensorsError(words('tensors.noJson', 'is not a safetensors file: its header is not JSON'));
  }
  if (typeof header !== 'object' || header === null || Array.isArray(header))
    throw new SafetensorsError(
      words('tensors.noObject', 'is not a safetensors file: its header is not an object'),
    );
  return header;
}

function readMetadata(value: unknown): Record<string, string> {
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  if (entries.some(([, text]) => typeof text !== 'string'))
    throw new SafetensorsError(words('tensors.metadata', 'has metadata that is not text'));
  return Object.fromEntries(entries);
}

const isCount = (n: unknown): n is number => Number.isSafeInteger(n) && (n as number) >= 0;

function readEntry(name: string, entry: unknown) {
  const { dtype, shape, data_offsets } = (entry ?? {}) as Record<string, unknown>;
  const wrong = (what: string) =>
    new SafetensorsError(
      words('tensors.wrong', 'describes its tensor "{{tensor}}" wrongly: {{what}}', { tensor: name, what }),
    );
  if (!isDtype(dtype))
    throw wrong(
      words('tensors.dtype', 'its numbers are {{dtype}}, and only {{known}} are known here', {
        dtype: String(dtype),
        known: Object.keys(dtypes).join(', '),
      }),
    );
  if (!Array.isArray(shape) || !shape.every(isCount))
    throw wrong(words('tensors.shape', 'its shape is not a list of sizes'));
  if (!Array.isArray(data_offsets) || data_offsets.length !== 2 || !data_offsets.every(isCount))
    throw wrong(words('tensors.offsets', 'its place is not two offsets'));
  const [start, end] = data_offsets as [number, number];
  if (end - start !== elementsOf(shape) * dtypes[dtype].BYTES_PER_ELEMENT)
    throw wrong(
      words('tensors.size', '{{bytes}} bytes do not hold a shape of {{shape}}', {
        bytes: end - start,
        shape: shape.join(' × '),
      }),
    );
  return { dtype, shape: shape as number[], start, end };
}

/** Checks that tensors fill the bytes. @throws Error where they overlap or leave bytes between them, which the format forbids */
function mustCover(places: [start: number, end: number][], length: number): void {
  let covered = 0;
  for (const [start, end] of places.sort((a, b) => a[0] - b[0] || a[1] - b[1])) {
    if (start !== covered)
      throw new SafetensorsError(words('tensors.gap', 'has tensors that overlap or leave a gap'));
    covered = end;
  }
  if (covered !== length)
    throw new SafetensorsError(words('tensors.longer', 'goes on after its last tensor'));
}
