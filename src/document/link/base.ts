/**
 * What a link of format 1 means where it says nothing: frozen, whatever the lab itself begins with. A setting that came
 * later is not in it; where a link says nothing of one, the schema's default stands.
 */

/** An experiment without its runs. */
export const baseSettings = {
  version: 1,
  task: null,
  corpus: 'mobyDick',
  corpusSize: 4000,
  tokenizer: 'char',
  vocabSize: 512,
  model: {
    dModel: 64,
    heads: 4,
    kvHeads: 4,
    ffn: 192,
    context: 64,
    qkvBias: true,
    qkNorm: false,
    tieEmbeddings: true,
  },
  batch: 8,
  steps: 600,
  evalInterval: 50,
  evalWindows: 16,
  optimizer: {
    learningRate: 3e-3,
    minLearningRate: 3e-4,
    warmup: 20,
    beta1: 0.9,
    beta2: 0.95,
    epsilon: 1e-8,
    weightDecay: 0.1,
    clipNorm: 1,
  },
  seed: 1,
} as const;
