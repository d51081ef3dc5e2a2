/** The worker's side of the protocol: one loaded experiment, its race, and what is asked about its models. */
import { evaluationWindows } from '../data/batches';
import { characterCount, corpora, getCorpus, ownTextId, readOwnText } from '../data/corpora';
import { Random } from '../data/random';
import { smallestText, splitTokens } from '../data/split';
import { getTokenizerKind, type Tokenizer } from '../data/tokenizers';
import { type Experiment, parseExperiment } from '../experiment/schema';
import { modelConfig, parameterCount } from '../model/config';
import { createDecoder, generate } from '../model/generate';
import { readModel } from '../model/model';
import { evaluateAll } from './evaluate';
import { lookAt } from './look';
import type {
  BackendInfo,
  EvaluationEvent,
  LabWorker,
  LoadedInfo,
  Look,
  OwnText,
  RunEvent,
  TextFacts,
} from './protocol';
import { Race } from './race';

/** How much of a text is shown to know it by. */
const sampleLength = 400;

interface Loaded {
  experiment: Experiment;
  tokenizer: Tokenizer;
  race: Race;
  split: { train: Int32Array; validation: Int32Array };
}

export class Lab implements LabWorker {
  private loaded: Loaded | null = null;
  private generation = 0;
  /** Counts loads and stops, so that a load knows when it has been overtaken. */
  private turn = 0;
  private evaluating: AbortController | null = null;

  /** @param startBackend resolves once a device computes; @param fetchText gets a file of the site */
  constructor(
    private readonly startBackend: () => Promise<BackendInfo>,
    private readonly fetchText: (path: string) => Promise<string>,
  ) {}

  private started: Promise<BackendInfo> | null = null;

  backend(): Promise<BackendInfo> {
    this.started ??= this.startBackend();
    return this.started;
  }

  async load(
    value: Experiment,
    ownText: OwnText | null,
    onEvent: (event: RunEvent) => void,
  ): Promise<LoadedInfo> {
    const parsed = parseExperiment(value);
    if (!parsed.ok) throw new Error(parsed.message);
    const { experiment } = parsed;
    const disposed = this.stop();
    const mine = this.turn;
    await disposed;
    onEvent({ type: 'state', state: 'loading' });
    const prepare = (what: string, done: number) => onEvent({ type: 'preparing', what, done, total: 4 });
    prepare('Starting the device', 0);
    await this.backend();
    prepare('Reading the text', 1);
    const text = await this.readText(experiment, ownText);
    if (mine !== this.turn) throw new Error('Something else was loaded meanwhile.');
    prepare('Making tokens', 2);
    const tokenizer = getTokenizerKind(experiment.tokenizer).train(text);
    const split = splitTokens(tokenizer.encode(text), experiment.model.context);
    if (!split.ok) throw new Error(split.message);
    prepare('Building the models', 3);
    const vocab = tokenizer.vocabSize;
    const race = new Race(experiment, { ...split, vocab }, onEvent);
    await race.prepare((done, total) =>
      onEvent({ type: 'preparing', what: 'Preparing kernels', done, total }),
    );
    if (mine !== this.turn) {
      await race.dispose();
      throw new Error('Something else was loaded meanwhile.');
    }
    this.loaded = { experiment, tokenizer, race, split };
    onEvent({ type: 'state', state: 'ready' });
    return {
      vocab,
      trainTokens: split.train.length,
      validationTokens: split.validation.length,
      parameters: Object.fromEntries(
        experiment.runs.map((run) => [run.id, parameterCount(modelConfig(experiment, run, vocab))]),
      ),
      uniformLoss: Math.log(vocab),
    };
  }

  private async readText({ corpus }: Pick<Experiment, 'corpus'>, ownText: OwnText | null): Promise<string> {
    if (corpus !== ownTextId) return getCorpus(corpus).load(this.fetchText);
    if (ownText) return ownText.text;
    const choices = corpora.map((c) => c.name).join(', ');
    throw new Error(
      `This experiment trains on your own text. Paste or drop it, or choose another text: ${choices}.`,
    );
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

  async evaluate(
    evals: string[],
    onEvent: (event: EvaluationEvent) => void | Promise<void>,
  ): Promise<boolean> {
    const { experiment, race, tokenizer, split } = this.need();
    this.evaluating?.abort();
    const mine = new AbortController();
    this.evaluating = mine;
    const { model, batch, runs } = experiment;
    const job = {
      trainers: runs.map((run) => ({ runId: run.id, trainer: race.trainer(run.id) })),
      evals,
      data: {
        context: model.context,
        windows: (count: number) => evaluationWindows(split.validation, model.context, count),
        text: { tokens: split.validation, tokenizer },
      },
      counted: { inputs: split.train.subarray(0, -1), targets: split.train.subarray(1) },
      vocab: tokenizer.vocabSize,
      batch,
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
    const { race, tokenizer } = this.need();
    const trainer = race.trainer(runId);
    return { runId, step: trainer.steps, ...(await lookAt(trainer.model, tokenizer, text)) };
  }

  async generate(
    request: Parameters<LabWorker['generate']>[0],
    onText: (piece: string, step: number) => void,
  ): Promise<string> {
    const { race, tokenizer } = this.need();
    const { model, steps } = race.trainer(request.runId);
    const prompt = tokenizer.encode(request.prompt);
    if (prompt.length === 0) throw new Error('Write a prompt of at least one character.');
    const mine = ++this.generation;
    const decoder = createDecoder(model.config, await readModel(model));
    const tokens = generate(decoder, model.config, prompt, request, new Random(request.seed));
    let whole = '';
    for (let i = 0; i < request.maxTokens && mine === this.generation; i++) {
      const piece = tokenizer.decode([tokens.next().value]);
      whole += piece;
      onText(piece, steps);
      // Lets a cancel, or the next training step, in between tokens.
      await new Promise((resolve) => setTimeout(resolve));
    }
    return whole;
  }

  async cancelGenerate(): Promise<void> {
    this.generation++;
  }

  async readOwnText(source: Blob, name: string, context: number): Promise<OwnText> {
    const read = await readOwnText(source, name, smallestText(context));
    if (!read.ok) throw new Error(read.message);
    return { name, text: read.text };
  }

  async describeText(
    { corpus, tokenizer }: Pick<Experiment, 'corpus' | 'tokenizer'>,
    ownText: OwnText | null,
  ): Promise<TextFacts> {
    const text = await this.readText({ corpus }, ownText);
    const trained = getTokenizerKind(tokenizer).train(text);
    return {
      characters: characterCount(text),
      tokens: trained.encode(text).length,
      vocab: trained.vocabSize,
      sample: text.slice(0, sampleLength),
    };
  }

  private need(): Loaded {
    if (!this.loaded) throw new Error('No experiment is loaded yet; press Train or Step first.');
    return this.loaded;
  }
}
