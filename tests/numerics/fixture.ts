// A golden fixture as docs/spec.md "Fixtures" lays it out, read strictly: a field that is missing or unknown fails with its name.

import * as z from 'zod';
import { layerSchema } from '../../src/attention/layers';
import type { ModelConfig } from '../../src/model/config';
import type { ModelValues } from '../../src/model/values';

const tensorSchema = z
  .strictObject({ shape: z.array(z.int().positive()), data: z.array(z.number()) })
  .refine(
    ({ shape, data }) => shape.reduce((a, b) => a * b, 1) === data.length,
    'the data do not fill the shape',
  );

const indicatorNames = [
  'entropy',
  'concentration',
  'headDiversity',
  'sink',
  'localFocus0',
  'localFocus1',
  'localFocus2',
  'localFocus3',
  'entropyNormalised',
  'concentrationNormalised',
] as const;

const fixtureSchema = z
  .strictObject({
    name: z.string(),
    config: z.strictObject({
      dModel: z.int(),
      heads: z.int(),
      kvHeads: z.int(),
      ffn: z.int(),
      vocab: z.int(),
      context: z.int(),
      ropeTheta: z.number(),
      rmsEps: z.number(),
      qkvBias: z.boolean(),
      qkNorm: z.boolean(),
      tieEmbeddings: z.boolean(),
      layers: z.array(layerSchema),
    }),
    optimizer: z.strictObject({
      learningRate: z.number(),
      beta1: z.number(),
      beta2: z.number(),
      epsilon: z.number(),
      weightDecay: z.number(),
      clipNorm: z.number(),
      steps: z.int(),
    }),
    params: z.record(z.string(), tensorSchema),
    inputs: z.strictObject({
      tokens: tensorSchema,
      targets: tensorSchema,
      randomEmbedding: tensorSchema,
      fixedSequence: tensorSchema,
    }),
    expected: z.strictObject({
      logits: tensorSchema,
      loss: z.number(),
      grads: z.record(z.string(), tensorSchema),
      layers: z.array(
        z
          .strictObject({
            map: tensorSchema,
            indicators: z.array(
              z.strictObject(Object.fromEntries(indicatorNames.map((n) => [n, z.number()]))),
            ),
          })
          .nullable(),
      ),
      // A uniform stack has nothing to remove, or nothing to keep.
      skip: z.strictObject({ removedLayers: z.array(z.int()), loss: z.number() }).optional(),
      training: z.strictObject({
        losses: z.array(z.number()),
        gradNorms: z.array(z.number()),
        finalLoss: z.number(),
        finalParamNorms: z.record(z.string(), z.number()),
      }),
    }),
  })
  .superRefine(({ config, expected }, ctx) => {
    const standard = config.layers.filter(({ variant }) => variant === 'standard').length;
    if (standard > 0 && standard < config.layers.length && !expected.skip) {
      ctx.addIssue({ code: 'custom', path: ['expected', 'skip'], message: 'missing in a hybrid stack' });
    }
  });

export type Fixture = z.infer<typeof fixtureSchema>;

/** The fixture in a file's text. Throws an Error that names the fixture and every field that is wrong. */
export function parseFixture(name: string, text: string): Fixture {
  const result = fixtureSchema.safeParse(JSON.parse(text));
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => {
    const keys = issue.code === 'unrecognized_keys' ? issue.keys : [];
    return `${[...issue.path, ...keys].join('.')}: ${issue.message}`;
  });
  throw new Error(`Fixture ${name}: ${problems.join('; ')}`);
}

export function fixtureModel({ config, params, inputs }: Fixture): {
  config: ModelConfig;
  values: ModelValues;
} {
  return {
    config,
    values: {
      params: new Map(Object.entries(params).map(([name, t]) => [name, Float32Array.from(t.data)])),
      randomEmbedding: Float32Array.from(inputs.randomEmbedding.data),
      fixedSequence: Int32Array.from(inputs.fixedSequence.data),
    },
  };
}
