import { describe, expect, test } from 'vitest';
import {
  readSafetensors,
  SafetensorsError,
  type TensorData,
  writeSafetensors,
} from '../../src/export/safetensors';

const file = () => ({
  tensors: new Map<string, TensorData>([
    ['a.weight', { shape: [2, 3], data: Float32Array.of(1, -2, 0.1, 3e38, Number.MIN_VALUE, -0) }],
    ['ids', { shape: [3], data: Int32Array.of(7, -1, 2 ** 31 - 1) }],
    ['samples', { shape: [1, 3], data: Int16Array.of(-1, 0, 32767) }],
    ['empty', { shape: [0, 4], data: new Float32Array(0) }],
    ['scalar', { shape: [], data: Float32Array.of(5) }],
  ]),
});

/** A file with this header and so many bytes after it. */
function raw(header: unknown, body = 0): Uint8Array {
  const json = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + json.length + body);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, 8);
  return bytes;
}

describe('safetensors', () => {
  test('come back as they were, bit by bit and in their order', () => {
    const { tensors, metadata } = readSafetensors(writeSafetensors(file()));
    expect([...tensors]).toEqual([...file().tensors]);
    expect(metadata).toEqual({ producer: 'attention-lab', format: 'pt' });
    expect(Object.is(tensors.get('a.weight')?.data[5], -0)).toBe(true);
  });

  test('lie in the file as the format says', () => {
    const bytes = writeSafetensors({
      tensors: new Map([['x', { shape: [2], data: Float32Array.of(1, 2) }]]),
    });
    const view = new DataView(bytes.buffer);
    const length = Number(view.getBigUint64(0, true));
    expect(length % 8).toBe(0);
    const header = new TextDecoder().decode(bytes.subarray(8, 8 + length));
    expect(header.trimEnd()).toBe(
      '{"__metadata__":{"producer":"attention-lab","format":"pt"},"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}',
    );
    expect(header).toMatch(/\} *$/);
    expect([view.getFloat32(8 + length, true), view.getFloat32(12 + length, true)]).toEqual([1, 2]);
    expect(bytes).toHaveLength(8 + length + 8);
  });

  test('are read from the middle of a larger buffer, of whatever alignment', () => {
    const bytes = writeSafetensors(file());
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    expect([...readSafetensors(shifted.subarray(3)).tensors]).toEqual([...file().tensors]);
    expect([...readSafetensors(Buffer.from(bytes)).tensors]).toEqual([...file().tensors]);
  });

  test.each([
    ['the lab’s own format, as it was written once', { format: 'attention-lab' }],
    ['none', undefined],
  ])('files of other metadata are read: %s', (_, metadata) => {
    const header = {
      ...(metadata && { __metadata__: metadata }),
      x: { dtype: 'F32', shape: [1], data_offsets: [0, 4] },
    };
    const read = readSafetensors(raw(header, 4));
    expect([...read.tensors.keys()]).toEqual(['x']);
    expect(read.metadata).toEqual(metadata ?? {});
  });

  test('a tensor may be called like a property of every object', () => {
    const header = '{"__proto__":{"dtype":"I16","shape":[1],"data_offsets":[0,2]}}';
    expect([...readSafetensors(raw(header, 2)).tensors.keys()]).toEqual(['__proto__']);
  });

  test('a shape that does not fit is not written', () => {
    const tensors = new Map([['x', { shape: [2, 2], data: new Float32Array(3) }]]);
    expect(() => writeSafetensors({ tensors })).toThrow('"x" has 3 numbers, and its shape is 2 × 2.');
  });

  const x = { dtype: 'F32', shape: [1], data_offsets: [0, 4] };
  test.each([
    ['nothing', new Uint8Array(0), 'too short'],
    ['text', new TextEncoder().encode('Call me Ishmael. Some years ago'), 'is not a safetensors file'],
    ['a header that ends early', raw({ x }, 4).subarray(0, 20), 'ends within its header'],
    ['no JSON', raw('{"x":', 4), 'header is not JSON'],
    ['a list', raw([x], 4), 'not an object'],
    ['an unknown dtype', raw({ x: { ...x, dtype: 'F16' } }, 4), 'its numbers are F16'],
    ['a dtype from the prototype', raw({ x: { ...x, dtype: 'toString' } }, 4), 'its numbers are toString'],
    ['null for a tensor', raw({ x: null }, 4), 'its numbers are undefined'],
    ['a negative size', raw({ x: { ...x, shape: [-1] } }, 4), 'not a list of sizes'],
    ['a size too large to count', raw({ x: { ...x, shape: [2 ** 30, 2 ** 30] } }, 4), 'do not hold a shape'],
    ['one offset', raw({ x: { ...x, data_offsets: [0] } }, 4), 'not two offsets'],
    ['a body that ends early', raw({ x }, 3), 'ends before its tensor "x" does'],
    ['a body that goes on', raw({ x }, 8), 'goes on after its last tensor'],
    ['a gap', raw({ x: { ...x, data_offsets: [4, 8] } }, 8), 'overlap or leave a gap'],
    ['an overlap', raw({ x, y: x }, 4), 'overlap or leave a gap'],
    ['metadata that is not text', raw({ __metadata__: { a: 1 } }), 'metadata that is not text'],
  ])('%s is refused with a sentence', (_name, bytes, sentence) => {
    expect(() => readSafetensors(bytes)).toThrow(SafetensorsError);
    expect(() => readSafetensors(bytes)).toThrow(sentence);
  });

  test('any single byte changed gives a file or a sentence, never another error', () => {
    const good = writeSafetensors(file());
    for (let at = 0; at < good.length; at++) {
      const bytes = good.slice();
      bytes[at] = (bytes[at] as number) ^ 0x55;
      try {
        readSafetensors(bytes);
      } catch (error) {
        expect(error).toBeInstanceOf(SafetensorsError);
      }
    }
  });
});
