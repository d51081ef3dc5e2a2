/** The one protocol between the page and the worker that owns TensorFlow.js. Everything here is structured-cloneable. */

import type { LabDocument } from '../document/document';
import type { Experiment, TextSettings } from '../experiment/schema';
import type { ExportedFile } from '../export/files';
import type { ExportKind } from '../export/runFiles';
import type { Outcome } from '../measure/evals';
import type { Indicators } from '../measure/indicators';
import type { ScoreSummary } from '../measure/scores';
import type { Checkpoint } from '../train/checkpoint';

export type BackendName = 'webgpu' | 'webgl' | 'cpu';

export interface BackendInfo {
  name: BackendName;
  /** The adapter as the browser names it, or the backend's own description. */
  adapter: string;
  /** The adapter computes on the CPU (SwiftShader, llvmpipe). */
  software: boolean;
  /** Only where it is not webgpu: why, and what to do about it. */
  fallback?: { reason: string; advice: string };
}

/** The user's own text; lives beside the experiment, which says only `corpus: 'ownText'`. */
export interface OwnText {
  name: string;
  text: string;
}

/** What the text of an experiment is made of. */
export interface TextFacts {
  /** Unicode code points. */
  characters: number;
  /** Of UTF-8. */
  bytes: number;
  tokens: number;
  vocab: number;
  /** How the text begins. */
  sample: string;
  /** The tokens that stand for most bytes, longest first. */
  longest: TokenPiece[];
}

/** One token as it is shown. */
export interface TokenPiece {
  id: number;
  /** Its text, white space as a visible sign. */
  label: string;
  bytes: number;
}

/** How far the making of the tokens is: `done` of `total` bytes of the text, or tokens of the vocabulary. */
export interface TextProgress {
  what: string;
  done: number;
  total: number;
  unit: 'bytes' | 'tokens';
}

export interface LoadedInfo {
  vocab: number;
  /** Parameter count of each run, by run id. */
  parameters: Record<string, number>;
  /** Loss of a uniform guess, ln(vocab), in nats. */
  uniformLoss: number;
  /** How often a guess that knows no more than the current token of a task, or nothing of a text, is right. */
  chance: number;
  /** Bytes of UTF-8 a token of the held-out text stands for; null where tokens stand for no text. */
  bytesPerToken: number | null;
}

export type TrainState = 'empty' | 'loading' | 'ready' | 'training' | 'paused' | 'finished' | 'failed';

export interface LossPoint {
  /** Counted from 1: the loss of the batch of this step, before its update. */
  step: number;
  /** Mean cross-entropy, nats per token. */
  loss: number;
  /** Global gradient norm before clipping. */
  gradNorm: number;
}

export interface ValidationPoint {
  /** Steps taken when it was measured; 0 is the untrained model. */
  step: number;
  loss: number;
  /** Share of a task's due answers that are right; null on a text. */
  accuracy: number | null;
}

export type RunEvent =
  /** `tooLarge` where a smaller experiment may do. */
  | { type: 'state'; state: TrainState; message?: string; tooLarge?: boolean }
  /** Without a unit, `done` counts parts of the work, of which the next is being done. */
  | { type: 'preparing'; what: string; done: number; total: number; unit?: TextProgress['unit'] }
  | { type: 'losses'; runId: string; points: LossPoint[] }
  | { type: 'validation'; runId: string; point: ValidationPoint }
  | {
      type: 'progress';
      /** Steps every run has taken, of `steps`. */
      step: number;
      steps: number;
      /** Tokens trained on a second, over all runs. */
      tokensPerSecond: number;
      secondsLeft: number | null;
    }
  /** One run cannot go on (loss not finite, say); the others do. Said again with more, once more is known. */
  | {
      type: 'runFailed';
      runId: string;
      step: number;
      /** Of its last checkpoint; 0 for the start. */
      keptStep: number;
      message: string;
    }
  /** What the runs go on from, of those that have something new to go on from. */
  | { type: 'checkpoint'; checkpoints: Record<string, Checkpoint> }
  /** A run goes on from an earlier step: what it was after that is forgotten. */
  | { type: 'rewound'; runId: string; step: number; rateFactor: number }
  /** Time passed in which nothing computed. */
  | { type: 'slept'; seconds: number }
  /** The lab's own kernels do not run on this device, and slower ones do instead. */
  | { type: 'plainKernels'; message: string };

/** Where training was when it was interrupted. */
export interface Resume {
  /** By run id; a run without one starts. */
  checkpoints: Record<string, Checkpoint>;
  /** Ids of runs that had failed. */
  failed: string[];
}

export type EvaluationEvent =
  | {
      type: 'progress';
      /** Batches of all evaluations of all runs. */
      done: number;
      total: number;
      secondsLeft: number;
    }
  | {
      type: 'outcome';
      /** A run's id or a baseline's. */
      rowId: string;
      evalId: string;
      /** Steps taken when the weights were read; null where nothing is trained. */
      step: number | null;
      outcome: Outcome;
    };

export interface LayerLook {
  /** (heads, T, T) row-major, rows are queries; null where the layer mixes no tokens. */
  map: Float32Array | null;
  indicators: Indicators | null;
  scores: ScoreSummary | null;
}

export interface Look {
  runId: string;
  step: number;
  /** Text of each token of the probe, T of them (cut at the context length). */
  tokens: string[];
  heads: number;
  /** true where the probe was longer than the context and its start was taken. */
  cut: boolean;
  layers: LayerLook[];
}

export interface GenerateRequest {
  runId: string;
  prompt: string;
  maxTokens: number;
  /** 0 takes the likeliest token. */
  temperature: number;
  /** 0 for no limit. */
  topK: number;
  seed: number;
}

/** What the worker offers, over Comlink. Every call rejects with an Error whose message is a sentence for the user. */
export interface LabWorker {
  backend(): Promise<BackendInfo>;
  /**
   * Replaces what was loaded; a run that was training stops. Heavy work starts only with `train` or `step`. Rejects
   * where another `load` or a `stop` comes before it is done; with an error named TooLarge where there is no room for it.
   * @param resume what the runs go on from; without it, from the start
   */
  load(
    experiment: Experiment,
    ownText: OwnText | null,
    onEvent: (event: RunEvent) => void | Promise<void>,
    resume?: Resume | null,
  ): Promise<LoadedInfo>;
  /** Trains until every run is done; resolves as soon as training has begun. */
  train(): Promise<void>;
  pause(): Promise<void>;
  resume(): Promise<void>;
  /** One step of every run, then paused. */
  step(): Promise<void>;
  /** Ends the training and frees the models. */
  stop(): Promise<void>;
  /** Emits a checkpoint of every run now, where something is loaded; resolves when it was heard. */
  keep(): Promise<void>;
  /** Lets a run whose loss was no longer a number go on from its last checkpoint, at half its learning rate. */
  goOnGently(runId: string): Promise<void>;
  /** Resolves with a sentence once the device is gone; a new worker may get a new one. */
  deviceLost(): Promise<string>;
  /** See lifeLock.ts. */
  lifeLock(): Promise<string | null>;
  /**
   * Answers these evaluations for every run and every baseline, on copies of the weights, so that training may go on. A
   * second call, `cancelEvaluate` and `stop` end it. @returns whether it came to its end
   */
  evaluate(evals: string[], onEvent: (event: EvaluationEvent) => void): Promise<boolean>;
  cancelEvaluate(): Promise<void>;
  look(runId: string, text: string): Promise<Look>;
  /**
   * Calls `onText` with each new piece and the step whose weights write it; resolves with the whole. A second call
   * ends the first, `cancelGenerate` both.
   */
  generate(request: GenerateRequest, onText: (piece: string, step: number) => void): Promise<string>;
  cancelGenerate(): Promise<void>;
  /** A run's files, of the weights it has now; training may go on meanwhile. */
  exportRun(runId: string, kind: ExportKind): Promise<ExportedFile[]>;
  /** The same as one zip archive, all in this folder. */
  zipRun(runId: string, kind: ExportKind, folder: string): Promise<Uint8Array<ArrayBuffer>>;
  /** Everything as one file, made away from the page. */
  saveBundle(document: LabDocument): Promise<Uint8Array<ArrayBuffer>>;
  /** Reads such a file away from the page. Needs nothing loaded and changes nothing that is. */
  readBundle(file: Blob, name: string): Promise<LabDocument>;
  /** Reads the user's own text away from the page; `name` is what a refusal calls it. */
  readOwnText(source: Blob, name: string, context: number): Promise<OwnText>;
  /** Needs nothing loaded and changes nothing that is. */
  describeText(
    text: TextSettings,
    ownText: OwnText | null,
    onProgress?: (progress: TextProgress) => void,
  ): Promise<TextFacts>;
  /** How `sample` splits into the tokens of this text. Needs nothing loaded and changes nothing that is. */
  splitText(text: TextSettings, ownText: OwnText | null, sample: string): Promise<TokenPiece[]>;
}
