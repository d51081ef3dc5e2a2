/** The worker's side of the protocol: one loaded experiment, its race, and what is asked about its models. */
import { transfer } from 'comlink';
import { characterCount, type FetchText, readOwnText } from '../data/corpora';
import { Random } from '../data/random';
import { smallestText } from '../data/split';
import { byteCount, type Tokenizer } from '../data/tokenizers';
import type { LabDocument } from '../document/document';
import { readBundleFile, writeBundle } from '../document/file/bundle';
import { type Experiment, parseExperiment, type TextSettings } from '../experiment/schema';
import type { ExportedFile } from '../export/files';
import type { ExportKind } from '../export/runFiles';
import { modelConfig, parameterCount } from '../model/config';
import { createDecoder, generate } from '../model/generate';
import { readModel } from '../model/model';
import { lookAt } from './attentionProbe';
import { watchDevice } from './deviceWatch';
import { evaluateAll } from './evaluate';
import { type ExperimentData, evalData, readData } from './experimentData';
import { exportRun, zipRun } from './exportRun';
import { lifeLock } from './lifeLock';
import type {
  BackendInfo,
  EvaluationEvent,
  LabWorker,
  LoadedInfo,
  Look,
  OwnText,
  Resume,
  RunEvent,
  TextFacts,
  TextProgress,
  TokenPiece,
} from './protocol';
import { Race } from './race';
import { readyRace } from './readyRace';
import { Texts } from './texts';

/** How much of a text is shown to know it by. */
const sampleLength = 400;

/** How many of a vocabulary's longest tokens are shown. */
const longestShown = 40;

interface Loaded {
  experiment: Experiment;
  data: ExperimentData;
  race: Race;
}

export class Lab implements LabWorker {
  private loaded: Loaded | null = null;
  private generation = 0;
  /** Counts loads and stops, so that a load knows when it has been overtaken. */
  private turn = 0;
  private readonly texts: Texts;
  private evaluating: AbortController | null = null;

  /** @param startBackend resolves once a device computes; @param fetchText gets a file of the site */
  constructor(
    private readonly startBackend: () => Promise<BackendInfo>,
    fetchText: FetchText,
  ) {
    this.texts = new Texts(fetchText);
  }

  private started: Promise<BackendInfo> | null = null;
  private sayLost: (message: string) => void = () => {};
  private readonly lost = new Promise<string>((resolve) => {
    this.sayLost = resolve;
  });
  /** What the device refused since the last load began. */
  private refused: Error | null = null;

  backend(): Promise<BackendInfo> {
    this.started ??= this.startBackend().then((info) => {
      watchDevice({
        lost: this.sayLost,
        refused: (error) => {
          this.refused ??= error;
          this.loaded?.race.break(error);
        },
      });
      return info;
    });
    return this.started;
  }

  deviceLost(): Promise<string> {
    return this.lost;
  }

  lifeLock(): Promise<string | null> {
    return lifeLock();
  }

  async load(
    value: Experiment,
    ownText: OwnText | null,
    onEvent: (event: RunEvent) => void | Promise<void>,
    resume: Resume | null = null,
  ): Promise<LoadedInfo> {
    const parsed = parseExperiment(value);
    if (!parsed.ok) throw new Error(parsed.message);
    const { experiment } = parsed;
    const disposed = this.stop();
    const mine = this.turn;
    await disposed;
    onEvent({ type: 'state', state: 'loading' });
    const prepare = (what: string, done: number) => onEvent({ type: 'preparing', what, done, total: 3 });
    prepare('Starting the device', 0);
    await this.backend();
    const data = await readData(experiment, ownText, this.texts, onEvent);
    if (mine !== this.turn) throw new Error('Something else was loaded meanwhile.');
    prepare('Building the models', 2);
    const { vocab } = data.source;
    this.refused = null;
    const make = () => new Race(experiment, data.source, onEvent, resume);
    const race = await readyRace(make, onEvent, () => this.refused);
    if (mine !== this.turn) {
      await race.dispose();
      throw new Error('Something else was loaded meanwhile.');
    }
    this.loaded = { experiment, data, race };
    onEvent({ type: 'state', state: race.step > 0 ? race.endState : 'ready' });
    return {
      vocab,
      parameters: Object.fromEntries(
        experiment.runs.map((run) => [run.id, parameterCount(modelConfig(experiment, run, vocab))]),
      ),
      uniformLoss: Math.log(vocab),
      chance: data.source.chance ?? 1 / vocab,
      bytesPerToken: data.text?.bytesPerToken ?? null,
    };
  }

  async train(): Promise<void> {
    this.need().race.start();
  }

  async pause(): Promise<void> {
    await this.need().race.pause();
  }

  async resume(): Promise<void> {
    this.need().race.start();
  }

  async step(): Promise<void> {
    await this.need().race.single();
  }

  async stop(): Promise<void> {
    this.turn++;
    this.generation++;
    this.evaluating?.abort();
    const { loaded } = this;
    this.loaded = null;
    await loaded?.race.dispose();
  }

  async keep(): Promise<void> {
    await this.loaded?.race.keep();
  }

  async goOnGently(runId: string): Promise<void> {
    await this.need().race.goOnGently(runId);
  }

  async evaluate(
    evals: string[],
    onEvent: (event: EvaluationEvent) => void | Promise<void>,
  ): Promise<boolean> {
    const { experiment, race, data } = this.need();
    this.evaluating?.abort();
    const mine = new AbortController();
    this.evaluating = mine;
    const job = {
      // Asked for when it is due: a run that fails meanwhile gets another.
      trainers: experiment.runs.map(({ id }) => ({ runId: id, trainer: () => race.trainer(id) })),
      evals,
      data: evalData(data, experiment),
      counted: data.source.counted(new Random(experiment.seed).fork('baselines')),
      vocab: data.source.vocab,
      batch: experiment.batch,
    };
    try {
      await evaluateAll(job, onEvent, mine.signal);
      return true;
    } catch (error) {
      if (!mine.signal.aborted) throw error;
      return false;
    }
  }

  async cancelEvaluate(): Promise<void> {
    this.evaluating?.abort();
  }

  async look(runId: string, text: string): Promise<Look> {
    const { race, data } = this.need();
    const trainer = race.trainer(runId);
    return { runId, step: trainer.steps, ...(await lookAt(trainer.model, data.vocabulary, text)) };
  }

  async generate(
    request: Parameters<LabWorker['generate']>[0],
    onText: (piece: string, step: number) => void,
  ): Promise<string> {
    const { race, data } = this.need();
    const { model, steps } = race.trainer(request.runId);
    const prompt = data.vocabulary.encode(request.prompt);
    if (prompt.length === 0) throw new Error('Write a prompt of at least one character.');
    const mine = ++this.generation;
    const decoder = createDecoder(model.config, await readModel(model));
    const tokens = generate(decoder, model.config, prompt, request, new Random(request.seed));
    const decoded = data.vocabulary.stream();
    let whole = '';
    const write = (piece: string) => {
      whole += piece;
      if (piece !== '') onText(piece, steps);
    };
    for (let i = 0; i < request.maxTokens && mine === this.generation; i++) {
      write(decoded.push(tokens.next().value));
      // Lets a cancel, or the next training step, in between tokens.
      await new Promise((resolve) => setTimeout(resolve));
    }
    write(decoded.end());
    return whole;
  }

  async cancelGenerate(): Promise<void> {
    this.generation++;
  }

  async exportRun(runId: string, kind: ExportKind): Promise<ExportedFile[]> {
    return exportRun(this.need(), runId, kind);
  }

  async zipRun(runId: string, kind: ExportKind, folder: string): Promise<Uint8Array<ArrayBuffer>> {
    return zipRun(this.need(), runId, kind, folder);
  }

  async saveBundle(bundle: LabDocument): Promise<Uint8Array<ArrayBuffer>> {
    const file = writeBundle(bundle);
    return transfer(file, [file.buffer]);
  }

  async readBundle(file: Blob, name: string): Promise<LabDocument> {
    return readBundleFile(file, name);
  }

  async readOwnText(source: Blob, name: string, context: number): Promise<OwnText> {
    const read = await readOwnText(source, name, smallestText(context));
    if (!read.ok) throw new Error(read.message);
    return { name, text: read.text };
  }

  async describeText(
    settings: TextSettings,
    ownText: OwnText | null,
    onProgress?: (progress: TextProgress) => void,
  ): Promise<TextFacts> {
    const { text, tokenizer, tokens } = await this.texts.get(settings, ownText, onProgress);
    const vocab = tokenizer.vocabSize;
    const longest = Array.from({ length: vocab }, (_, id) => pieceOf(tokenizer, id))
      .sort((a, b) => b.bytes - a.bytes || a.id - b.id)
      .slice(0, longestShown);
    return {
      characters: characterCount(text),
      bytes: byteCount(tokenizer, tokens),
      tokens: tokens.length,
      vocab,
      sample: text.slice(0, sampleLength),
      longest,
    };
  }

  async splitText(settings: TextSettings, ownText: OwnText | null, sample: string): Promise<TokenPiece[]> {
    const { tokenizer } = await this.texts.get(settings, ownText);
    return Array.from(tokenizer.encode(sample), (id) => pieceOf(tokenizer, id));
  }

  private need(): Loaded {
    if (!this.loaded) throw new Error('No experiment is loaded yet; press Train or Step first.');
    return this.loaded;
  }
}

const pieceOf = (tokenizer: Tokenizer, id: number): TokenPiece => ({
  id,
  label: tokenizer.tokenText(id),
  bytes: tokenizer.tokenBytes(id),
});
