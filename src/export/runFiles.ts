/** Exports a run as files: its weights with what describes them, or a folder in which PyTorch resumes training. */

import { Random } from '../data/random';
import type { DataSource } from '../data/source';
import type { TokenizerJson } from '../data/tokenizers';
import { settingsOfRun } from '../experiment/overrides';
import type { Experiment, Run } from '../experiment/schema';
import { modelConfig } from '../model/config';
import type { Checkpoint } from '../train/checkpoint';
import { type ExportedFile, jsonFile, textFile } from './exportedFile';
import configScript from './pytorch/config.py?raw';
import dataScript from './pytorch/data.py?raw';
import folderScript from './pytorch/folder.py?raw';
import readme from './pytorch/README.md?raw';
import requirements from './pytorch/requirements.txt?raw';
import sumsScript from './pytorch/sums.py?raw';
import tensorFileScript from './pytorch/tensor_file.py?raw';
import tokenizerScript from './pytorch/tokenizer.py?raw';
import trainScript from './pytorch/train.py?raw';
import weightsScript from './pytorch/weights.py?raw';
import { modelScript, pytorchConfig } from './pytorchModel';
import { piecesScript } from './pytorchPieces';
import { type TensorData, writeSafetensors } from './safetensors';
import { bytesSum, textSum, tokensSum } from './sums';
import { momentsFile, weightsFile } from './weights';

/** A text and all of its tokens, to train on and held out. */
export interface WholeText {
  text: string;
  tokens: Int32Array;
}

/** A run at one moment, and what it trains on. */
interface ExportedRun {
  experiment: Experiment;
  run: Run;
  checkpoint: Checkpoint;
  source: DataSource;
  /** Of a text its tokenizer; of a task the names of its tokens as symbols. */
  tokenizer: TokenizerJson;
  /** null on a task. */
  wholeText: WholeText | null;
}

/** Sequences of a task that are generated for PyTorch. */
const taskSamples = { train: 4096, validation: 512 };

/** Makes model.safetensors, config.json and tokenizer.json. @param sums what config.json says of the data, beside their names */
function weightFiles(exported: ExportedRun, sums: object = textSums(exported)): ExportedFile[] {
  const { experiment, run, checkpoint, source, tokenizer } = exported;
  return [
    {
      path: 'model.safetensors',
      data: weightsFile(modelConfig(experiment, run, source.vocab), checkpoint),
    },
    jsonFile('config.json', runConfig(exported, sums)),
    jsonFile('tokenizer.json', tokenizer),
  ];
}

/** Makes the folder in which PyTorch resumes training: scripts, weights, moments, and the text or samples. */
function pytorchFiles(exported: ExportedRun): ExportedFile[] {
  const { run, checkpoint, wholeText } = exported;
  const data = wholeText ? textFile('text.txt', wholeText.text) : samplesFile(exported);
  return [
    textFile('README.md', readme),
    textFile('model.py', modelScript(run.layers)),
    textFile('train.py', trainScript),
    textFile('config.py', configScript),
    textFile('weights.py', weightsScript),
    textFile('data.py', dataScript),
    textFile('tokenizer.py', tokenizerScript),
    textFile('pieces.py', piecesScript()),
    textFile('sums.py', sumsScript),
    textFile('tensor_file.py', tensorFileScript),
    textFile('folder.py', folderScript),
    textFile('requirements.txt', requirements),
    ...weightFiles(exported, wholeText ? textSums(exported) : { samples: bytesSum(data.data) }),
    { path: 'optimizer.safetensors', data: momentsFile(checkpoint) },
    data,
  ];
}

/** What sums.py holds text.txt and its tokens against. */
function textSums({ wholeText }: ExportedRun): object {
  return wholeText ? { text: textSum(wholeText.text), tokens: tokensSum(wholeText.tokens) } : {};
}

/** The model with its sizes and layers, how it is trained and on what. */
function runConfig({ experiment, run, checkpoint, source }: ExportedRun, sums: object): object {
  const { optimizer, batch, steps, moreSteps, evalInterval, evalWindows, seed, ...data } = settingsOfRun(
    experiment,
    run,
  );
  const { corpus, corpusSize, tokenizer, task } = data;
  const { learningRate, minLearningRate } = optimizer;
  const { rateFactor } = checkpoint;
  return {
    format: 'attention-lab',
    version: 1,
    name: run.name,
    model: pytorchConfig(modelConfig(experiment, run, source.vocab)),
    step: checkpoint.steps,
    steps,
    moreSteps,
    batch,
    evalInterval,
    evalWindows,
    // As the steps to come have it: of a run that resumed at a part of its rate.
    optimizer: {
      ...optimizer,
      learningRate: rateFactor * learningRate,
      minLearningRate: rateFactor * minLearningRate,
    },
    seed,
    data: { ...(task ? { task } : { corpus, corpusSize, tokenizer }), ...sums },
  };
}

/**
 * Makes the file of a task's sequences: those held out begin with the ones that the lab validates on.
 * @param counts how many there are of each
 */
export function samplesFile(
  { experiment, source }: Pick<ExportedRun, 'experiment' | 'source'>,
  counts = taskSamples,
): ExportedFile {
  const { seed, model } = experiment;
  const random = new Random(seed);
  const batches = {
    train: source.batches(counts.train, random.fork('export')).next(),
    validation: source.validation(counts.validation, random.fork('validation')),
  };
  const tensors = new Map<string, TensorData>(
    Object.entries(batches).flatMap(([name, { inputs, targets, rows }]) => {
      // A vocabulary is well below what 16 bits hold.
      const tensor = (tokens: Int32Array) => ({
        shape: [rows, model.context],
        data: Int16Array.from(tokens),
      });
      return [
        [`${name}.inputs`, tensor(inputs)],
        [`${name}.targets`, tensor(targets)],
      ];
    }),
  );
  return { path: 'samples.safetensors', data: writeSafetensors({ tensors }) };
}

/** The ways to export a run. */
export const exportKinds = {
  weights: (exported: ExportedRun) => weightFiles(exported),
  pytorch: pytorchFiles,
} as const;
export type ExportKind = keyof typeof exportKinds;
