/** The worker's side of the protocol: one loaded experiment, its race, and what is asked about its models. */
import { characterCount, corpora, getCorpus, ownTextId, readOwnText } from '../data/corpora';
import { Random } from '../data/random';
import { type DataSource, taskSource, textSource } from '../data/source';
import { smallestText, splitTokens } from '../data/split';
import { chosenTask } from '../data/tasks';
import { getTokenizerKind } from '../data/tokenizers';
import { taskVocabulary, type Vocabulary } from '../data/vocabulary';
import { type Experiment, parseExperiment } from '../experiment/schema';
import { modelConfig, nonStandardLayers, parameterCount } from '../model/config';
import { createDecoder, generate } from '../model/generate';
import { readModel } from '../model/model';
import { lookAt } from './look';
import type {
  BackendInfo,
  Evaluation,
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
  vocabulary: Vocabulary;
  race: Race;
}

export class Lab implements LabWorker {
  private loaded: Loaded | null = null;
  private generation = 0;
  /** Counts loads and stops, so that a load knows when it has been overtaken. */
  private turn = 0;

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
    const { source, vocabulary } = await this.readData(experiment, ownText, (what, done) => {
      if (mine !== this.turn) throw new Error('Something else was loaded meanwhile.');
      prepare(what, done);
    });
    prepare('Building the models', 3);
    const { vocab } = source;
    const race = new Race(experiment, source, onEvent);
    await race.prepare((done, total) =>
      onEvent({ type: 'preparing', what: 'Preparing kernels', done, total }),
    );
    if (mine !== this.turn) {
      await race.dispose();
      throw new Error('Something else was loaded meanwhile.');
    }
    this.loaded = { experiment, vocabulary, race };
    onEvent({ type: 'state', state: 'ready' });
    return {
      vocab,
      parameters: Object.fromEntries(
        experiment.runs.map((run) => [run.id, parameterCount(modelConfig(experiment, run, vocab))]),
      ),
      uniformLoss: Math.log(vocab),
    };
  }

  /** @param report is told what comes next; what it throws ends the reading */
  private async readData(
    experiment: Experiment,
    ownText: OwnText | null,
    report: (what: string, done: number) => void,
  ): Promise<{ source: DataSource; vocabulary: Vocabulary }> {
    const { context } = experiment.model;
    if (experiment.task) {
      report('Preparing the task', 2);
      const task = chosenTask(experiment.task);
      return { source: taskSource(task, context), vocabulary: taskVocabulary(task) };
    }
    report('Reading the text', 1);
    const text = await this.readText(experiment, ownText);
    report('Making tokens', 2);
    const tokenizer = getTokenizerKind(experiment.tokenizer).train(text);
    const split = splitTokens(tokenizer.encode(text), context);
    if (!split.ok) throw new Error(split.message);
    return { source: textSource({ ...split, vocab: tokenizer.vocabSize }, context), vocabulary: tokenizer };
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
    const { loaded } = this;
    this.loaded = null;
    await loaded?.race.dispose();
  }

  async evaluate(runId: string): Promise<Evaluation> {
    const trainer = this.need().race.trainer(runId);
    const step = trainer.steps;
    const skips = nonStandardLayers(trainer.model.config.layers).length > 0;
    // Both are asked of the device before a training step can come between: they are of the same weights.
    const [loss, skipLoss] = await Promise.all([
      trainer.validate(),
      skips ? trainer.validate({ skip: true }) : null,
    ]);
    return { runId, step, loss, perplexity: Math.exp(loss), skipLoss };
  }

  async look(runId: string, text: string): Promise<Look> {
    const { race, vocabulary } = this.need();
    const trainer = race.trainer(runId);
    return { runId, step: trainer.steps, ...(await lookAt(trainer.model, vocabulary, text)) };
  }

  async generate(
    request: Parameters<LabWorker['generate']>[0],
    onText: (piece: string, step: number) => void,
  ): Promise<string> {
    const { race, vocabulary } = this.need();
    const { model, steps } = race.trainer(request.runId);
    const prompt = vocabulary.encode(request.prompt);
    if (prompt.length === 0) throw new Error('Write a prompt of at least one character.');
    const mine = ++this.generation;
    const decoder = createDecoder(model.config, await readModel(model));
    const tokens = generate(decoder, model.config, prompt, request, new Random(request.seed));
    let whole = '';
    for (let i = 0; i < request.maxTokens && mine === this.generation; i++) {
      const piece = vocabulary.decode([tokens.next().value]);
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
