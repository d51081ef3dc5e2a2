/** Generates text with the weights of a run, one text at a time. */
import { proxy } from '../../runtime/client';
import type { GenerateRequest, ReadPrompt } from '../../runtime/protocol';
import type { RunLifecycle } from './runLifecycle';

/** Loads the experiment with the first call. */
export class TextGeneration {
  /** Counts calls and cancels, so that a cancel also reaches a call that waits for a load. */
  private calls = 0;

  constructor(private readonly lifecycle: RunLifecycle) {}

  /**
   * Loads the experiment where it is not loaded, and generates.
   * @param onRead hears what the model reads of the prompt @param onText hears each new piece, and the step whose weights write it
   * @returns resolves when the text is written or cancelled. Rejects with a message for the reader
   */
  async run(
    request: GenerateRequest,
    onText: (piece: string, step: number) => void,
    onRead: (read: ReadPrompt) => void = () => {},
  ): Promise<void> {
    const call = ++this.calls;
    await this.lifecycle.call(async (lab) => {
      if (call === this.calls) await lab.generation.run(request, proxy(onText), proxy(onRead));
    });
  }

  /** Ends the text that is being written; what there is of it stays. */
  async cancel(): Promise<void> {
    this.calls++;
    await this.lifecycle.attempt(() => this.lifecycle.client.call((lab) => lab.generation.cancel()));
  }
}
