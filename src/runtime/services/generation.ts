/** Generates text with the weights of a loaded run, token by token. */
import { delay } from 'es-toolkit';
import { Random } from '../../data/random';
import { createDecoder, generate } from '../../model/generate';
import type { LoadedSlot } from '../loadedExperiment';
import type { GenerateRequest, GenerationService, ReadPrompt } from '../protocol';

/** Aborts one text for the next. */
export class Generation implements GenerationService {
  private running: AbortController | null = null;

  constructor(private readonly slot: LoadedSlot) {}

  async run(
    request: GenerateRequest,
    onText: (piece: string, step: number) => void,
    onRead?: (read: ReadPrompt) => void,
  ): Promise<string> {
    const { race, data, unloaded } = this.slot.require();
    const { model, steps } = race.trainer(request.runId);
    const prompt = data.vocabulary.encode(request.prompt);
    if (prompt.length === 0) throw new Error('Write a prompt of at least one character.');
    this.running?.abort();
    const controller = new AbortController();
    this.running = controller;
    const { context } = model.config;
    onRead?.({
      text: data.vocabulary.decode(prompt.slice(-context)),
      unknown: data.vocabulary.unknown(request.prompt),
      cut: prompt.length > context,
    });
    const { values } = await model.read();
    const decoder = createDecoder(model.config, values);
    const tokens = generate(decoder, model.config, prompt, request, new Random(request.seed));
    const decoded = data.vocabulary.stream();
    let whole = '';
    const write = (piece: string) => {
      whole += piece;
      if (piece !== '') onText(piece, steps);
    };
    for (let i = 0; i < request.maxTokens && !controller.signal.aborted && !unloaded.aborted; i++) {
      write(decoded.push(tokens.next().value));
      // Lets a cancel, or the next training step, in between tokens.
      await delay(0);
    }
    write(decoded.end());
    return whole;
  }

  async cancel(): Promise<void> {
    this.running?.abort();
  }
}
