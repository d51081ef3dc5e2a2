/** The one protocol between the page and the worker that owns TensorFlow.js. Everything here is structured-cloneable. */

import type { Bundle } from '../document/document';
import type { KeptDocument } from '../document/keptDocument';
import type { SweepResult } from '../document/sweepsSchema';
import type { EngineId } from '../engine/engine';
import type { Experiment, Run, TextSettings } from '../experiment/schema';
import type { ExportedFile } from '../export/exportedFile';
import type { ExportKind } from '../export/runFiles';
import type { Capture, Probe } from '../measure/capture';
import type { Outcome } from '../measure/evals';
import type { SimdBuild } from '../processor/simd';
import type { KeptCheckpoint, KeptCheckpoints, PackedCheckpoint } from '../train/packedCheckpoint';

/** What can be trained on, as a person chooses it. */
export const engineSettings = ['auto', 'webgpu', 'processor'] as const;
export type EngineSetting = (typeof engineSettings)[number];

/** Which engine is wanted. */
export interface EngineRequest {
  setting: EngineSetting;
  /** Why WebGPU is left alone where the choice is automatic, a sentence; null where nothing speaks against it. */
  webgpuFailure: string | null;
}

/** The engine that trains, and why it is this one. */
export interface EngineInfo {
  name: EngineId;
  /** The device as the browser names it, or the engine's own description: of the processor, its build of the kernels. */
  adapter: string;
  /** The device computes slowly: a graphics adapter that is software, a processor without threads, or plain JavaScript. */
  software: boolean;
  /** Why this engine, a sentence for the reader. */
  reason: string;
  /** What to do for another one; null where there is nothing to be done. */
  advice: string | null;
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

/** What is known of an experiment once it is loaded. */
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
  /** What the bigram baseline comes to on the held-out sequences; left out by earlier labs. */
  bigram?: {
    /** Nats per token. */
    loss: number;
    /** Share of a task's due answers; null on a text. */
    accuracy: number | null;
  };
}

/** How an experiment stands in the worker. */
export type TrainState = 'empty' | 'loading' | 'ready' | 'training' | 'paused' | 'finished' | 'failed';

/** The loss of one step. */
export interface LossPoint {
  /** Counted from 1: the loss of the batch of this step, before its update. */
  step: number;
  /** Mean cross-entropy, nats per token. */
  loss: number;
  /** Global gradient norm before clipping. */
  gradNorm: number;
}

/** A validation of one run. */
export interface ValidationPoint {
  /** Steps taken when it was measured; 0 is the untrained model. */
  step: number;
  loss: number;
  /** Share of a task's due answers that are right; null on a text. */
  accuracy: number | null;
  /** Due answers that it is the mean of; missing where that is not known, as are `windows`. */
  answers?: number;
  /** Each held-out sequence's part in the loss, which is their mean; the same sequences for every run. */
  windows?: number[];
}

/** What the worker emits of the runs. */
export type RunEvent =
  /** `tooLarge` where a smaller experiment may do. */
  | { type: 'state'; state: TrainState; message?: string; tooLarge?: boolean }
  /** Without a unit, `done` counts parts of the work, of which the next is being done. */
  | { type: 'preparing'; what: string; done: number; total: number; unit?: TextProgress['unit'] }
  | {
      type: 'losses';
      runId: string;
      points: LossPoint[];
      /** Seconds that the run trained for these steps. */
      seconds?: number;
    }
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
  /** The loss of one run diverged; the others train on. Emitted again once it is known in which layer. */
  | {
      type: 'runFailed';
      runId: string;
      step: number;
      /** Of its last checkpoint; 0 for the start. */
      checkpointStep: number;
      message: string;
    }
  /** New checkpoints, by run id. */
  | { type: 'checkpoint'; checkpoints: Record<string, PackedCheckpoint> }
  /** A run resumed from an earlier step: what came after it is forgotten. */
  | { type: 'rewound'; runId: string; step: number; rateFactor: number }
  /** What the watched text looked like to a run at a step. */
  | { type: 'capture'; runId: string; capture: Capture }
  /** The computer slept so long, in seconds. */
  | { type: 'slept'; seconds: number }
  /** The graphics card refused one of the lab's kernels. Another engine trains, or TensorFlow.js's kernels do. */
  | { type: 'kernelFallback'; instead: EngineId };

/** What an interrupted training resumes from. */
export interface Resume {
  /** By run id; a run without one starts. */
  checkpoints: KeptCheckpoints;
  /** Ids of runs that had diverged. */
  failed: string[];
}

/** What the worker emits of an evaluation. */
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

/** What the worker emits of the runs of a sweep. */
export type SweepEvent =
  /** As in RunEvent. */
  | { type: 'preparing'; what: string; done: number; total: number; unit?: TextProgress['unit'] }
  | {
      type: 'progress';
      /** Runs that train now, in the order in which they began. */
      running: { runId: string; step: number }[];
      /** Until the last run is done, from the pace so far; null until a run is half done. */
      secondsLeft: number | null;
      /** Why it stands still, where it does: it was paused, or the experiment's own runs train. */
      waits: 'paused' | 'race' | null;
    }
  /** A run is done; its model is freed. `timing` is null where it stood still meanwhile, or failed. */
  | { type: 'result'; result: SweepResult; timing: RunTiming | null };

/** What a run of a queue took, in seconds, shared among the runs that train at a time. */
export interface RunTiming {
  /** All but its steps and evaluations: started, its first step prepared, saved, freed. The whole where `stepSeconds` is null. */
  runSeconds: number;
  /** A step, or as much evaluation; null where all steps were read at once. */
  stepSeconds: number | null;
}

/** What a probe found of one run; stored with documents. */
export interface ProbeResult extends Probe {
  runId: string;
  step: number;
  /** What it is decoded from; missing where it is as it was computed. */
  capture?: Capture;
}

/** A text as a vocabulary's tokens. */
export interface TextSplit {
  pieces: TokenPiece[];
  /** Characters that the vocabulary lacks, each once. */
  unknown: string[];
}

/** What a model read of a prompt. */
export interface ReadPrompt {
  /** Its tokens as text. */
  text: string;
  /** Characters of the prompt that the vocabulary lacks, each once. */
  unknown: string[];
  /** Its tokens as labels. */
  tokens: string[];
  /** true where the prompt was longer than the context and its end was taken. */
  cut: boolean;
}

/** What is generated, and how tokens are drawn. */
export interface GenerateRequest {
  /** Runs that continue the prompt, each by itself with the same seed. */
  runIds: string[];
  prompt: string;
  maxTokens: number;
  /** See Sampling. */
  temperature: number;
  topK: number;
  topP: number;
  /** A text that ends a continuation, which keeps it; empty for none. */
  stop: string;
  seed: number;
  /** The run that tells what it looks at as it writes; undefined for none. */
  tellingRun?: string | undefined;
  /** What runs write with that are not to write as they are now, by run id. */
  checkpoints?: KeptCheckpoints | undefined;
}

/** A token's text and the probability that the model gives it. */
export interface LikelyText {
  text: string;
  probability: number;
}

/** What a told weight of 1 is divided into. */
export const weightUnit = 1 / 65_535;

/** One token that a run wrote. Its text is empty while a character is not complete. */
export interface WrittenToken extends LikelyText {
  runId: string;
  /** Steps of the weights that wrote it. */
  step: number;
  /** The likeliest tokens in its place. */
  alternatives: LikelyText[];
  /**
   * What the token before it looked at, of which it was predicted, where its run tells it: by layer the weights (heads, n) on the last n
   * tokens before this one, in units of `weightUnit`; null for a layer that mixes no tokens.
   */
  lookedAt?: (Uint16Array | null)[] | undefined;
}

/** A text as runs read it. */
export interface ReadText {
  /** The text that each token completes: empty where a character is not complete. */
  tokens: string[];
  /** Characters that the vocabulary lacks, each once. */
  unknown: string[];
  /** The text is longer than `mostReadTokens`, and its start was read. */
  cut: boolean;
  runs: TextLosses[];
}

/** How one run reads it. */
export interface TextLosses {
  runId: string;
  /** Of the weights that read it. */
  step: number;
  /** Nats of each token after the first, by the tokens before it. */
  losses: Float32Array;
  /** For each of them the likeliest tokens in its place. */
  likeliest: LikelyText[][];
}

/**
 * What the worker offers, by concern; the page calls it over Comlink. Every call rejects with an Error whose message is
 * written for the reader.
 */
export interface LabWorker {
  readonly device: DeviceService;
  readonly training: TrainingService;
  readonly evaluation: EvaluationService;
  readonly ablation: AblationService;
  readonly probe: ProbeService;
  readonly replay: ReplayService;
  readonly generation: GenerationService;
  readonly text: TextService;
  readonly files: FileService;
  readonly speed: SpeedService;
  readonly sweep: SweepService;
}

/** What the worker computes on, and whether it still does. */
export interface DeviceService {
  /** Starts the engine that is wanted, where it does not run already. Rejects where not even the last resort starts. */
  engine(request: EngineRequest): Promise<EngineInfo>;
  /** Resolves with a message once the device is lost; a new worker may get a new one. */
  lost(): Promise<string>;
  /** Gives way to the page, which a person uses. @param answers whether it answers an input now */
  giveWay(answers: boolean): Promise<void>;
  /** Name of a lock that is held while the worker lives; null where the browser has no locks. */
  livenessLock(): Promise<string | null>;
}

/** The one experiment that is loaded, and its training. */
export interface TrainingService {
  /**
   * Replaces what was loaded; a run that was training stops. Heavy work starts only with `train` or `step`, but for
   * what branches begin from, which is trained again where it is not kept. Rejects where another `load` or an `unload` comes before it
   * is done; with an error named TooLarge where there is no room for it.
   * @param onEvent hears of the runs from now on
   * @param options.engine to train on
   * @param options.resume checkpoints to resume from; without it, runs start
   */
  load(
    experiment: Experiment,
    ownText: OwnText | null,
    onEvent: (event: RunEvent) => void | Promise<void>,
    options: { engine: EngineRequest; resume?: Resume | null },
  ): Promise<{ info: LoadedInfo; engine: EngineInfo }>;
  /** Trains until every run is done; resolves as soon as training has begun. */
  train(): Promise<void>;
  /** Resolves when the step in progress is done and its losses and checkpoint were emitted. */
  pause(): Promise<void>;
  /** One step of every run, then paused. Leaves a training that runs alone. */
  step(): Promise<void>;
  /** Emits a checkpoint of every run now, where something is loaded; resolves when it was received. */
  checkpoint(): Promise<void>;
  /** Resumes a run whose loss diverged from its last checkpoint, at half its learning rate. */
  resumeAtHalfRate(runId: string): Promise<void>;
  /** Ends the training and frees the models. */
  unload(): Promise<void>;
}

/** Evaluations of what is loaded, one at a time. */
export interface EvaluationService {
  /**
   * Runs these evaluations on every run and every baseline, on copies of the weights, while training continues. A
   * second call, `cancel` and unloading end it. @returns whether it came to its end
   */
  run(evals: string[], onEvent: (event: EvaluationEvent) => void | Promise<void>): Promise<boolean>;
  cancel(): Promise<void>;
}

/** What is switched off or replaced in a run to see what it did; layers and heads count from 0. */
export interface Ablation {
  /** Heads that add nothing. */
  headsOff?: [layer: number, head: number][];
  /** Layers left out whole, mixer and feed-forward. */
  layersOff?: number[];
  /** Layers that get standard attention back, with the projections that they have. */
  standard?: number[];
  /**
   * Layers whose map is another: the uniform one, their own mean over the held-out sequences, or for each sequence that of another
   * run's layer at the same place.
   */
  maps?: { layer: number; by: 'uniform' | 'mean' | { runId: string } }[];
}

/** How a run does on the held-out sequences. */
export interface AblatedLoss {
  /** Nats per token. */
  loss: number;
  /** Share of a task's due answers; null on a text. */
  accuracy: number | null;
}

/** The same with each held-out sequence's part in the loss, nats per token: differences are paired over them. */
export interface AblatedWindows extends AblatedLoss {
  windows: number[];
}

/** A run as it is and without something, both with the weights of one step, on the same sequences. */
export interface AblatedRun {
  step: number;
  whole: AblatedWindows;
  without: AblatedWindows;
}

/** What the worker emits of a grid of ablations: the run as it is at a step, then without each part. */
export type AblationEvent =
  | ({ type: 'whole'; step: number } & AblatedWindows)
  | ({ type: 'part'; part: AblatedPart; done: number; total: number; secondsLeft: number } & AblatedWindows);

/** A head, or layers that are left out whole, at least one. */
export type AblatedPart = { layer: number; head: number } | { layers: number[] };

/** What runs come to without some of their parts, on copies of their weights, while training continues. */
export interface AblationService {
  /** Rejects with a sentence where the run lacks what is to be changed. @param checkpoints of runs that are not measured as they are now, by run id */
  measure(runId: string, ablation: Ablation, checkpoints?: KeptCheckpoints): Promise<AblatedRun>;
  /**
   * Measures the run without each head and each layer in turn, and without the layers that `skipGroups` puts together. While runs train
   * it takes a quarter of the time at most. A second call, `cancel` and unloading end it. @param checkpoint that is measured in place of
   * the run as it is now @returns whether it came to its end
   */
  grid(
    runId: string,
    onEvent: (event: AblationEvent) => void | Promise<void>,
    checkpoint?: KeptCheckpoint,
  ): Promise<boolean>;
  cancel(): Promise<void>;
}

/** Attention probes of what is loaded. */
export interface ProbeService {
  /** Maps, indicators and score summaries of a run's layers for a text, which is cut at the context length. */
  attention(runId: string, text: string): Promise<ProbeResult>;
  /**
   * Has every run be captured with this text from now on, as it trains, also in what is loaded later. Needs nothing loaded;
   * before the first call nothing is captured.
   */
  watch(text: string): Promise<void>;
}

/** Where a run is trained again from. */
export interface Retraining {
  runId: string;
  /** Where it begins; null for the start. */
  from: KeptCheckpoint | null;
  /** Of the run's learning rates, all the way. */
  rateFactor: number;
}

/** A stretch of a run that is trained again to capture it. */
export interface ReplayRequest extends Retraining {
  /** At which it is captured, rising, none before the checkpoint's. */
  steps: number[];
  /** What is probed. */
  text: string;
}

/** What the worker emits of a replay. */
export type ReplayEvent =
  | { type: 'capture'; capture: Capture }
  /** Steps taken by now, counted from the run's start. */
  | { type: 'progress'; step: number };

/** Steps of loaded runs that were taken before, one stretch at a time. */
export interface ReplayService {
  /**
   * Trains a run again on a second model, to the bit as it was trained on this engine, and captures it along the way; what is
   * loaded trains on meanwhile. A second call, `cancel` and unloading end it. @returns whether it came to its end
   */
  run(request: ReplayRequest, onEvent: (event: ReplayEvent) => void | Promise<void>): Promise<boolean>;
  /**
   * Trains a run again as `run` does, up to a step. @param request.step not before the checkpoint's @param onProgress hears of steps
   * taken by now @returns its checkpoint there; null where it was ended
   */
  checkpoint(
    request: Retraining & { step: number },
    onProgress: (step: number) => void | Promise<void>,
  ): Promise<PackedCheckpoint | null>;
  cancel(): Promise<void>;
}

/** Text of what is loaded: runs that write, and runs that read. */
export interface GenerationService {
  /**
   * Calls `onRead` with what is read of the prompt, then `onToken` with each new token of each run, in turn; resolves with the whole
   * continuations, as `runIds` are. A second call, `cancel` and unloading end it.
   */
  run(
    request: GenerateRequest,
    onToken: (token: WrittenToken) => void,
    onRead?: (read: ReadPrompt) => void,
  ): Promise<string[]>;
  cancel(): Promise<void>;
  /**
   * Has runs predict each token of a text. Rejects where it has fewer than two. See `tokenLosses`.
   * @param checkpoints what runs read with that are not to read as they are now, by run id
   */
  read(runIds: string[], text: string, checkpoints?: KeptCheckpoints): Promise<ReadText>;
}

/** Texts and their tokens. Needs nothing loaded and changes nothing that is. */
export interface TextService {
  /**
   * Reads a file of the person's own text.
   * @param name what a refusal calls it
   * @param context tokens, for which it must suffice
   */
  readOwn(file: Blob, name: string, context: number): Promise<OwnText>;
  /** Rejects where another text is asked for meanwhile. */
  describe(
    settings: TextSettings,
    ownText: OwnText | null,
    onProgress?: (progress: TextProgress) => void,
  ): Promise<TextFacts>;
  /** How `sample` splits into the tokens of this text, and which of its characters the vocabulary lacks. */
  tokenize(settings: TextSettings, ownText: OwnText | null, sample: string): Promise<TextSplit>;
  /** The beginning of what is held out of the text, as many tokens as the context. Rejects where the text is too short for one. */
  heldOut(settings: TextSettings, ownText: OwnText | null, context: number): Promise<string>;
}

/** What leaves the lab as a file and comes back. */
export interface FileService {
  /** A run's files, of the weights it has now; while training continues. */
  exportRun(runId: string, kind: ExportKind): Promise<ExportedFile[]>;
  /** The same as one zip archive, all in this folder. */
  zipRun(runId: string, kind: ExportKind, folder: string): Promise<Uint8Array<ArrayBuffer>>;
  /** The whole document as one file. */
  writeBundle(all: Bundle<KeptDocument>): Promise<Uint8Array<ArrayBuffer>>;
  /** Reads such a file. Needs nothing loaded. @param name what a refusal calls it */
  readBundle(file: Blob, name: string): Promise<Bundle<KeptDocument>>;
}

/** What steps are timed on: the processor engine with one worker, or with as many as it gives a run; WebGPU. */
export type TimedEngine = 'oneWorker' | 'allCores' | 'webgpu';

/** What a machine has to train on. */
export interface MachineFacts {
  /** Build of the processor engine's kernels; null where that engine does not run. */
  simd: SimdBuild | null;
  /** Workers that the processor engine gives a run on its own. */
  workers: number;
  /** The graphics adapter, or a sentence on why there is none. */
  adapter: { name: string; software: boolean } | { reason: string };
}

/** How far a timing is: `share` of its phase, from 0 to 1. */
export interface TimingProgress {
  phase: 'preparing' | 'timing';
  share: number;
}

/** How long training steps take. */
export interface StepTiming {
  /** Median milliseconds a step, once warm. */
  stepMs: number;
  /** Milliseconds from the making of the model until its kernels are ready. */
  startMs: number;
  /** Milliseconds of the first step, kernels being ready. */
  firstMs: number;
  /** Steps that the median is of. */
  steps: number;
}

/** What several rounds took, as far as nothing else held them up. */
export interface UndisturbedTime {
  /** Milliseconds for each time: the lower quartile of the rounds. */
  ms: number;
  /** Half the distance between their quartiles, and at least what the clock's tick comes to. */
  spreadMs: number;
  /** How many they were. */
  rounds: number;
}

/** How long a model takes for what the cost formulas count. */
export interface CostTiming {
  /** A training step. */
  step: UndisturbedTime;
  /** A forward pass over a batch of texts as long as the context. */
  prefill: UndisturbedTime;
  /** A token of one text at the end of the context, with the keys and values of those before it kept; on the processor on either engine. */
  decode: UndisturbedTime;
}

/** Times engines. Needs nothing loaded, and had better have the machine to itself. */
export interface SpeedService {
  machine(): Promise<MachineFacts>;
  /** Times steps of the experiment's first run. Rejects where the engine does not start, or fails. @param seconds see timeSteps */
  time(
    engine: TimedEngine,
    experiment: Experiment,
    seconds: number,
    onProgress: (progress: TimingProgress) => void,
  ): Promise<StepTiming>;
  /** Times what the cost formulas count of the experiment's first run. Rejects as `time` does. @param seconds see timeCosts */
  costs(engine: TimedEngine, experiment: Experiment, seconds: number): Promise<CostTiming>;
  /**
   * Trains runs on the processor as a sweep does, as many at a time, and keeps nothing of them. It ends where the loaded runs train. Rejects
   * where the text cannot be had, or the processor's engine does not start.
   * @returns what each took that came to its end
   */
  timeRuns(experiment: Experiment, runs: Run[], ownText: OwnText | null): Promise<RunTiming[]>;
}

/** Trains the runs of sweeps, one queue at a time, beside what is loaded. It waits while the loaded runs load or train. */
export interface SweepService {
  /**
   * Trains runs in their order, as many at a time as the engine does at full speed, and keeps of each a few numbers alone. A second call
   * and `stop` end it. Rejects where the text cannot be had or the device fails; results until then have been emitted.
   * @param experiment whose settings they share
   * @returns whether it came to its end
   */
  run(
    experiment: Experiment,
    runs: Run[],
    ownText: OwnText | null,
    onEvent: (event: SweepEvent) => void | Promise<void>,
    options: { engine: EngineRequest },
  ): Promise<boolean>;
  /** Resolves when no run of it takes a step any more; they go on from there with `resume`. */
  pause(): Promise<void>;
  resume(): Promise<void>;
  /** Leaves a run out, also in the middle of its training, without a result. */
  skip(runId: string): Promise<void>;
  /** Resolves when every model is freed; runs that were under way have no result. */
  stop(): Promise<void>;
}
