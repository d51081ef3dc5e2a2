/** The worker's side of the protocol: one loaded experiment, its race, and what is asked about its models. */
import { characterCount, type FetchText, readOwnText } from '../data/corpora';
import { Random } from '../data/random';
import { type DataSource, taskSource, textSource } from '../data/source';
import { smallestText, splitTokens } from '../data/split';
import { chosenTask } from '../data/tasks';
import { byteCount, type Tokenizer } from '../data/tokenizers';
import { taskVocabulary, type Vocabulary } from '../data/vocabulary';
import { type Experiment, parseExperiment, type TextSettings, textSettings } from '../experiment/schema';
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
  TextProgress,
  TokenPiece,
} from './protocol';
import { Race } from './race';
import { Texts } from './texts';

/** How much of a text is shown to know it by. */
const sampleLength = 400;

/** How many of a vocabulary's longest tokens are shown. */
const longestShown = 40;

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
  private readonly texts: Texts;

  /** @param startBackend resolves once a device computes; @param fetchText gets a file of the site */
  constructor(
    private readonly startBackend: () => Promise<BackendInfo>,
    fetchText: FetchText,
  ) {
    this.texts = new Texts(fetchText);
  }

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
    const prepare = (what: string, done: number) => onEvent({ type: 'preparing', what, done, total: 3 });
    prepare('Starting the device', 0);
    await this.backend();
    const { source, vocabulary, bytesPerToken } = await this.readData(experiment, ownText, onEvent);
    if (mine !== this.turn) throw new Error('Something else was loaded meanwhile.');
    prepare('Building the models', 2);
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
      bytesPerToken,
    };
  }

  private async readData(
    experiment: Experiment,
    ownText: OwnText | null,
    onEvent: (event: RunEvent) => void,
  ): Promise<{ source: DataSource; vocabulary: Vocabulary; bytesPerToken: number | null }> {
    const { context } = experiment.model;
    if (experiment.task) {
      const task = chosenTask(experiment.task);
      return { source: taskSource(task, context), vocabulary: taskVocabulary(task), bytesPerToken: null };
    }
    onEvent({ type: 'preparing', what: 'Reading the text', done: 1, total: 3 });
    const { tokenizer, tokens } = await this.texts.get(textSettings(experiment), ownText, (progress) =>
      onEvent({ type: 'preparing', ...progress }),
    );
    const split = splitTokens(tokens, context);
    if (!split.ok) throw new Error(split.message);
    return {
      source: textSource({ ...split, vocab: tokenizer.vocabSize }, context),
      vocabulary: tokenizer,
      bytesPerToken: byteCount(tokenizer, split.validation) / split.validation.length,
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
    const decoded = vocabulary.stream();
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
