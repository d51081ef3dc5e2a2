/**
 * A checkpoint as files that other programs read, and back: weights and AdamW's moments as safetensors, named as in the
 * browser. What is no tensor (steps, the batches' position) is in the checkpoint's state.
 */
import { referenceKinds } from '../attention/layers';
import { words } from '../format/words';
import { elements, type ModelConfig, parameterSpecs } from '../model/config';
import type { Checkpoint } from '../train/checkpoint';
import { readSafetensors, type SafetensorsError, type TensorData, writeSafetensors } from './safetensors';

/** A checkpoint without its tensors. */
export type CheckpointState = Pick<Checkpoint, 'version' | 'steps' | 'batches' | 'rateFactor'>;

/** The fixed inputs of a stack's reference streams, as the file and the checkpoint call them. */
const referenceInputs = (config: ModelConfig) =>
  [
    { kind: 'text', name: 'fixedSequence', shape: [config.context] },
    { kind: 'random', name: 'randomEmbedding', shape: [config.context, config.dModel] },
  ] as const;

/** Writes parameters, and the inputs of the reference rows that this stack has, as safetensors. */
export function weightsFile(config: ModelConfig, checkpoint: Checkpoint): Uint8Array<ArrayBuffer> {
  const tensors = new Map<string, TensorData>(
    Object.entries(checkpoint.params).map(([name, { shape, values }]) => [name, { shape, data: values }]),
  );
  const kinds = referenceKinds(config.layers);
  for (const { kind, name, shape } of referenceInputs(config))
    if (kinds.includes(kind)) tensors.set(name, { shape, data: checkpoint[name] });
  return writeSafetensors({ tensors });
}

/** Writes AdamW's moments as safetensors, `first.NAME` and `second.NAME` of each parameter. */
export function momentsFile({ params, moments }: Checkpoint): Uint8Array<ArrayBuffer> {
  const tensors = new Map<string, TensorData>();
  let start = 0;
  for (const [name, { shape, values }] of Object.entries(params)) {
    // In the checkpoint the two are interleaved.
    const own = moments.subarray(start, start + 2 * values.length);
    const every2nd = (offset: number) => Float32Array.from(values, (_, i) => own[2 * i + offset] as number);
    tensors.set(`first.${name}`, { shape, data: every2nd(0) });
    tensors.set(`second.${name}`, { shape, data: every2nd(1) });
    start += own.length;
  }
  return writeSafetensors({ tensors });
}

/**
 * Reads a checkpoint of this model.
 * @throws Error with a message for the user where a file is not safetensors, or of another model
 */
export function readCheckpoint(
  config: ModelConfig,
  files: { weights: Uint8Array; moments: Uint8Array },
  state: CheckpointState,
): Checkpoint {
  const weights = tensorsOf(words('tensors.ofWeights', 'The file of the weights'), files.weights);
  const optimizer = tensorsOf(words('tensors.ofOptimizer', 'The file of the optimizer'), files.moments);
  const specs = parameterSpecs(config);
  const params = specs.map(
    ({ name, shape }) => [name, { shape, values: floats(weights, name, shape) }] as const,
  );
  const moments = new Float32Array(2 * specs.reduce((sum, { shape }) => sum + elements(shape), 0));
  let at = 0;
  for (const { name, shape } of specs) {
    const first = floats(optimizer, `first.${name}`, shape);
    const second = floats(optimizer, `second.${name}`, shape);
    for (let i = 0; i < first.length; i++) {
      moments[at++] = first[i] as number;
      moments[at++] = second[i] as number;
    }
  }
  const kinds = referenceKinds(config.layers);
  const { context, dModel, vocab } = config;
  // A stack without the reference row never reads its input, and the file has none.
  const randomEmbedding = kinds.includes('random')
    ? floats(weights, 'randomEmbedding', [context, dModel])
    : new Float32Array(context * dModel);
  const fixedSequence = kinds.includes('text')
    ? tokensOf(weights, 'fixedSequence', context, vocab)
    : new Int32Array(context);
  return { ...state, params: Object.fromEntries(params), moments, randomEmbedding, fixedSequence };
}

type Tensors = ReadonlyMap<string, TensorData>;

function tensorsOf(file: string, bytes: Uint8Array): Tensors {
  try {
    return readSafetensors(bytes).tensors;
  } catch (error) {
    throw new Error(
      words('file.is', '{{file}} {{what}}.', { file, what: (error as SafetensorsError).message }),
    );
  }
}

function tensorOf(tensors: Tensors, name: string, shape: readonly number[]): TensorData['data'] {
  const found = tensors.get(name);
  if (!found)
    throw new Error(
      words('tensors.lacks', 'The weights lack "{{tensor}}": they are of another model.', { tensor: name }),
    );
  if (found.shape.join() !== shape.join())
    throw new Error(
      words('tensors.otherShape', '"{{tensor}}" is {{shape}} in the weights, and {{own}} in the model.', {
        tensor: name,
        shape: found.shape.join(' × '),
        own: shape.join(' × '),
      }),
    );
  return found.data;
}

function floats(tensors: Tensors, name: string, shape: readonly number[]): Float32Array {
  const data = tensorOf(tensors, name, shape);
  if (data instanceof Float32Array) return data;
  throw new Error(
    words('tensors.noFloats', '"{{tensor}}" is not of 32-bit floating-point numbers.', { tensor: name }),
  );
}

function tokensOf(tensors: Tensors, name: string, length: number, vocab: number): Int32Array {
  const data = tensorOf(tensors, name, [length]);
  if (data instanceof Int32Array && data.every((id) => id >= 0 && id < vocab)) return data;
  throw new Error(
    words('tensors.noTokens', '"{{tensor}}" holds something else than tokens of a vocabulary of {{vocab}}.', {
      tensor: name,
      vocab,
    }),
  );
}
