/** Has runs write and read: one request to write at a time. */
import { proxy } from '../../runtime/client';
import type { GenerateRequest, ReadPrompt, ReadText, WrittenToken } from '../../runtime/protocol';
import type { RunLifecycle } from './runLifecycle';

/** Loads the experiment with the first call. */
export class TextGeneration {
  /** Counts calls and cancels, so that a cancel also reaches a call that waits for a load. */
  private calls = 0;

  constructor(private readonly lifecycle: RunLifecycle) {}

  /**
   * Loads the experiment where it is not loaded, and generates.
   * @param onRead hears what the model reads of the prompt @param onToken hears each new token of each run
   * @returns resolves when the text is written or cancelled. Rejects with a message for the reader
   */
  async run(
    request: GenerateRequest,
    onToken: (token: WrittenToken) => void,
    onRead: (read: ReadPrompt) => void = () => {},
  ): Promise<void> {
    const call = ++this.calls;
    await this.lifecycle.call(async (lab) => {
      if (call === this.calls) await lab.generation.run(request, proxy(onToken), proxy(onRead));
    });
  }

  /** Has runs predict each token of a text; loads the experiment where it is not loaded. Rejects with a message for the reader.
   * @returns undefined where the page was reset meanwhile */
  read(runIds: string[], text: string): Promise<ReadText | undefined> {
    return this.lifecycle.call((lab) => lab.generation.read(runIds, text));
  }

  /** Ends the text that is being written; what there is of it stays. */
  async cancel(): Promise<void> {
    this.calls++;
    await this.lifecycle.attempt(() => this.lifecycle.client.call((lab) => lab.generation.cancel()));
  }
}
