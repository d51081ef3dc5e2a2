/** Writes with the weights of loaded runs, token by token, and has them predict a text that is there. */
import { delay } from 'es-toolkit';
import { Random } from '../../data/random';
import type { Vocabulary } from '../../data/vocabulary';
import { words } from '../../format/words';
import { mostReadTokens, tokenLosses } from '../../measure/tokenLosses';
import type { ModelConfig } from '../../model/config';
import { createDecoder, generate, type TokenProbability } from '../../model/generate';
import type { ModelValues } from '../../model/values';
import { checkpointValues } from '../../train/checkpoint';
import { type KeptCheckpoints, unpacked } from '../../train/packedCheckpoint';
import { askTrainer } from '../askTrainer';
import type { LoadedSlot } from '../loadedExperiment';
import {
  type GenerateRequest,
  type GenerationService,
  type LikelyText,
  type ReadPrompt,
  type ReadText,
  type TextLosses,
  type WrittenToken,
  weightUnit,
} from '../protocol';
import type { Race } from '../race';
import { trainerAt } from './trainerAt';

/** Aborts one request for the next. */
export class Generation implements GenerationService {
  private running: AbortController | null = null;

  constructor(private readonly slot: LoadedSlot) {}

  async run(
    request: GenerateRequest,
    onToken: (token: WrittenToken) => void,
    onRead?: (read: ReadPrompt) => void,
  ): Promise<string[]> {
    const { race, data, unloaded } = this.slot.require();
    const { vocabulary } = data;
    const prompt = vocabulary.encode(request.prompt);
    if (prompt.length === 0)
      throw new Error(words('generation.noPrompt', 'Write a prompt of at least one character.'));
    this.running?.abort();
    const controller = new AbortController();
    this.running = controller;
    const [first] = request.runIds;
    if (first === undefined) return [];
    const { context } = race.trainer(first).model.config;
    onRead?.({
      text: vocabulary.decode(prompt.slice(-context)),
      tokens: Array.from(prompt.slice(-context), (id) => vocabulary.tokenText(id)),
      unknown: vocabulary.unknown(request.prompt),
      cut: prompt.length > context,
    });
    const writers = await Promise.all(
      request.runIds.map(async (runId) =>
        startWriter(runId, await weightsOf(race, runId, request), vocabulary, prompt, request),
      ),
    );
    const isEnded = () => controller.signal.aborted || unloaded.aborted;
    for (let i = 0; i < request.maxTokens && !isEnded(); i++) {
      const open = writers.filter((writer) => !writer.isDone());
      if (open.length === 0) break;
      for (const writer of open) onToken(writer.write());
      // Lets a cancel, or the next training step, in between tokens.
      await delay(0);
    }
    return writers.map((writer) => writer.end());
  }

  async cancel(): Promise<void> {
    this.running?.abort();
  }

  async read(runIds: string[], text: string, checkpoints: KeptCheckpoints = {}): Promise<ReadText> {
    const { race, data } = this.slot.require();
    const { vocabulary } = data;
    const all = vocabulary.encode(text);
    if (all.length < 2)
      throw new Error(
        words('generation.shortText', 'Write a text of at least two tokens: the first one is only read.'),
      );
    const ids = all.slice(0, mostReadTokens);
    const runs = await Promise.all(
      runIds.map(async (runId): Promise<TextLosses> => {
        const { [runId]: kept } = checkpoints;
        const { ask, free } = trainerAt(race, runId, kept && (await unpacked(kept)));
        try {
          return await ask(async ({ model, steps: step }) => {
            const { losses, likeliest } = await tokenLosses(model, ids);
            return { runId, step, losses, likeliest: likeliest.map((tokens) => asTexts(tokens, vocabulary)) };
          });
        } finally {
          free();
        }
      }),
    );
    const decoded = vocabulary.stream();
    const tokens = Array.from(ids, (id) => decoded.push(id));
    return { tokens, unknown: vocabulary.unknown(text), cut: all.length > ids.length, runs };
  }
}

const asTexts = (tokens: readonly TokenProbability[], vocabulary: Vocabulary): LikelyText[] =>
  tokens.map(({ token, probability }) => ({ text: vocabulary.tokenText(token), probability }));

const inUnits = (heads: readonly Float32Array[]): Uint16Array =>
  Uint16Array.from(heads.flatMap((weights) => Array.from(weights, (w) => Math.round(w / weightUnit))));

/** What a run writes with: a checkpoint, or its weights as of the call. */
function weightsOf(race: Race, runId: string, { checkpoints = {} }: GenerateRequest): Promise<Weights> {
  const { [runId]: kept } = checkpoints;
  return askTrainer(
    () => race.trainer(runId),
    async ({ model, steps }) => {
      const { config } = model;
      return kept
        ? { config, step: kept.steps, values: checkpointValues(config, await unpacked(kept)) }
        : { config, step: steps, values: (await model.read()).values };
    },
  );
}

interface Weights {
  config: ModelConfig;
  /** Steps that they have taken. */
  step: number;
  values: ModelValues;
}

/** One run that continues the prompt. */
function startWriter(
  runId: string,
  { config, step, values }: Weights,
  vocabulary: Vocabulary,
  prompt: ArrayLike<number>,
  request: GenerateRequest,
) {
  const tells = runId === request.tellingRun;
  const decoder = createDecoder(config, values, tells);
  const tokens = generate(decoder, config, prompt, request, new Random(request.seed));
  const decoded = vocabulary.stream();
  let whole = '';
  return {
    isDone: () => request.stop !== '' && whole.includes(request.stop),
    write(): WrittenToken {
      const { token, probability, alternatives } = tokens.next().value;
      const text = decoded.push(token);
      whole += text;
      return {
        runId,
        step,
        text,
        probability,
        alternatives: asTexts(alternatives, vocabulary),
        ...(tells && { lookedAt: decoder.lookedAt().map((heads) => heads && inUnits(heads)) }),
      };
    },
    /** @returns all that was written */
    end: () => whole + decoded.end(),
  };
}
