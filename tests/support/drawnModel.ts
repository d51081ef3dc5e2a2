/** Small models and batches at random, for tests of the engines. */
import type { VariantId } from '../../src/attention/variants';
import type { Random } from '../../src/data/random';
import { elements, type ModelConfig, parameterSpecs } from '../../src/model/config';
import type { ModelValues } from '../../src/model/values';
import { drawnLayer } from './stack';

/** Sizes at random, layers of these variants with options at random. */
export function drawnConfig(random: Random, ids: readonly VariantId[]): ModelConfig {
  const heads = 1 + random.int(4);
  const config: ModelConfig = {
    dModel: heads * 2 * (2 + random.int(5)),
    heads,
    kvHeads: random.int(2) ? heads : 1,
    ffn: 3 + random.int(12),
    vocab: 5 + random.int(9),
    context: 2 + random.int(40),
    ropeTheta: 10_000,
    rmsEps: 1e-6,
    qkvBias: random.int(2) === 1,
    qkNorm: random.int(2) === 1,
    tieEmbeddings: random.int(2) === 1,
    layers: [],
  };
  config.layers = ids.map((id) => drawnLayer(random, id, config.context));
  if (random.int(2)) config.headsOff = [[0, random.int(heads)]];
  return config;
}

export function drawnValues(random: Random, config: ModelConfig): ModelValues {
  const normals = (size: number, std: number, mean = 0) =>
    Float32Array.from({ length: size }, () => mean + std * random.normal());
  return {
    params: new Map(
      parameterSpecs(config).map(({ name, shape, kind }) => [
        name,
        normals(elements(shape), 0.3, kind === 'gain' ? 1 : 0),
      ]),
    ),
    randomEmbedding: normals(config.context * config.dModel, 0.3),
    fixedSequence: Int32Array.from({ length: config.context }, () => random.int(config.vocab)),
  };
}

/** Targets of which some are not due. */
export function drawnBatch(random: Random, { vocab, context }: ModelConfig, rows: number) {
  const draw = (from: number) =>
    Int32Array.from({ length: rows * context }, () => from + random.int(vocab - from));
  return { inputs: draw(0), targets: draw(-1), rows };
}
