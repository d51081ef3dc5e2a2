/**
 * Where a model's parameters lie in a block of floats: matrices first, which alone are decayed, then gains and biases.
 * Matrices that read the same input lie side by side in one, so that one product serves them: q, k and v; gate and up.
 */
import type { ModelValues } from '../model/values';
import type { ModelPlan } from './plan';

/** A matrix (rows, columns) whose rows lie `stride` floats apart, or a vector of one row. */
export interface Slot {
  /** Floats from the start of the block. */
  offset: number;
  rows: number;
  columns: number;
  stride: number;
}

export interface ParameterLayout {
  /** By the fixtures' names, in the order of `parameterSpecs`. */
  slots: ReadonlyMap<string, Slot>;
  /** The wide matrices and vectors: `layers.0.mixer.qkv.weight`, `layers.0.ffn.gateUp.weight`. */
  joined: ReadonlyMap<string, Slot>;
  /** Floats of matrices, then of all. */
  decayed: number;
  size: number;
}

/** Parameters of one layer that lie side by side. */
const joints: readonly { parts: readonly string[]; whole: string }[] = [
  { parts: ['q.weight', 'k.weight', 'v.weight'], whole: 'qkv.weight' },
  { parts: ['q.bias', 'k.bias', 'v.bias'], whole: 'qkv.bias' },
  { parts: ['gate.weight', 'up.weight'], whole: 'gateUp.weight' },
];

export function parameterLayout({ parameters: specs }: ModelPlan): ParameterLayout {
  const slots = new Map<string, Slot>();
  const joined = new Map<string, Slot>();
  let end = 0;
  const place = (name: string, shape: readonly number[]) => {
    if (slots.has(name)) return;
    const joint = joints.find(({ parts }) => parts.some((part) => name.endsWith(`.${part}`)));
    const stem =
      joint && name.slice(0, name.length - (joint.parts.find((p) => name.endsWith(p)) as string).length);
    const parts = joint ? joint.parts.map((part) => `${stem}${part}`) : [name];
    const shapes = parts.map((part) => specs.find((spec) => spec.name === part)?.shape ?? shape);
    const columns = shapes.map((s) => s.at(-1) as number);
    const stride = columns.reduce((a, b) => a + b, 0);
    const rows = shape.length === 2 ? (shape[0] as number) : 1;
    let from = end;
    parts.forEach((part, n) => {
      slots.set(part, { offset: from, rows, columns: columns[n] as number, stride });
      from += columns[n] as number;
    });
    if (joint) joined.set(`${stem}${joint.whole}`, { offset: end, rows, columns: stride, stride });
    end += Math.ceil((rows * stride) / 4) * 4;
  };
  for (const { name, shape, kind } of specs) if (kind === 'matrix') place(name, shape);
  const decayed = end;
  for (const { name, shape, kind } of specs) if (kind !== 'matrix') place(name, shape);
  // In the order of the specs, whatever was placed first.
  const ordered = new Map(specs.map(({ name }) => [name, slots.get(name) as Slot]));
  return { slots: ordered, joined, decayed, size: end };
}

/** @throws Error where a value is missing, unknown or of the wrong size */
export function checkState(
  { parameters }: ModelPlan,
  { params }: Pick<ModelValues, 'params'>,
  moments?: Float32Array,
): void {
  const sizes = new Map(parameters.map(({ name, shape }) => [name, shape.reduce((a, b) => a * b, 1)]));
  for (const name of params.keys()) if (!sizes.has(name)) throw new Error(`Unknown parameter "${name}".`);
  let count = 0;
  for (const [name, size] of sizes) {
    const found = params.get(name)?.length;
    if (found === undefined) throw new Error(`Parameter "${name}" is missing.`);
    if (found !== size) throw new Error(`Parameter "${name}" has ${found} numbers, not ${size}.`);
    count += size;
  }
  if (moments && moments.length !== 2 * count)
    throw new Error(`The optimizer's state has ${moments.length} numbers, not ${2 * count}.`);
}

/** The numbers of a slot in a block, row by row. */
export function readSlot(block: Float32Array, { offset, rows, columns, stride }: Slot): Float32Array {
  const out = new Float32Array(rows * columns);
  for (let r = 0; r < rows; r++)
    out.set(block.subarray(offset + r * stride, offset + r * stride + columns), r * columns);
  return out;
}

/** Puts numbers, row by row, into a slot of a block. */
export function writeSlot(block: Float32Array, slot: Slot, values: Float32Array): void {
  const { offset, rows, columns, stride } = slot;
  for (let r = 0; r < rows; r++)
    block.set(values.subarray(r * columns, (r + 1) * columns), offset + r * stride);
}

/**
 * Moments as a checkpoint has them: for each parameter, in order, the first and second moment of each entry, row by row.
 * @param first and @param second blocks
 */
export function readMoments(
  slots: ParameterLayout['slots'],
  first: Float32Array,
  second: Float32Array,
): Float32Array {
  const size = [...slots.values()].reduce((sum, { rows, columns }) => sum + rows * columns, 0);
  const out = new Float32Array(2 * size);
  let at = 0;
  for (const slot of slots.values()) {
    for (let r = 0; r < slot.rows; r++) {
      for (let c = 0; c < slot.columns; c++) {
        const from = slot.offset + r * slot.stride + c;
        out[at++] = first[from] as number;
        out[at++] = second[from] as number;
      }
    }
  }
  return out;
}

/** Puts a checkpoint's moments into their blocks. */
export function writeMoments(
  slots: ParameterLayout['slots'],
  first: Float32Array,
  second: Float32Array,
  moments: Float32Array,
): void {
  let at = 0;
  for (const slot of slots.values()) {
    for (let r = 0; r < slot.rows; r++) {
      for (let c = 0; c < slot.columns; c++) {
        const to = slot.offset + r * slot.stride + c;
        first[to] = moments[at++] as number;
        second[to] = moments[at++] as number;
      }
    }
  }
}
