/** Has runs write and read: one request to write at a time. */
import { proxy } from '../../runtime/client';
import type { GenerateRequest, ReadPrompt, ReadText, WrittenToken } from '../../runtime/protocol';
import type { Replays } from './replays';
import type { RunLifecycle } from './runLifecycle';

/** Loads the experiment with the first call. */
export class TextGeneration {
  /** Counts calls and cancels, so that a cancel also reaches a call that waits for a load. */
  private calls = 0;

  constructor(
    private readonly lifecycle: RunLifecycle,
    private readonly replays: Pick<Replays, 'checkpointsAt' | 'stop'>,
  ) {}

  /**
   * Loads the experiment where it is not loaded, and generates.
   * @param onRead hears what the model reads of the prompt @param onToken hears each new token of each run
   * @param moment step of the weights that write, trained again where no checkpoint of it is kept; null for those of now
   * @returns resolves when the text is written or cancelled. Rejects with a message for the reader
   */
  async run(
    request: GenerateRequest,
    onToken: (token: WrittenToken) => void,
    onRead: (read: ReadPrompt) => void = () => {},
    moment: number | null = null,
  ): Promise<void> {
    const call = ++this.calls;
    const checkpoints = moment === null ? {} : await this.replays.checkpointsAt(request.runIds, moment);
    if (!checkpoints) return;
    await this.lifecycle.call(async (lab) => {
      if (call !== this.calls) return;
      await lab.generation.run({ ...request, checkpoints }, proxy(onToken), proxy(onRead));
    });
  }

  /**
   * Has runs predict each token of a text; loads the experiment where it is not loaded. Rejects with a message for the reader.
   * @param moment see `run`
   * @returns undefined where the page was reset meanwhile, or what is trained again was stopped
   */
  async read(runIds: string[], text: string, moment: number | null): Promise<ReadText | undefined> {
    const checkpoints = moment === null ? {} : await this.replays.checkpointsAt(runIds, moment);
    if (!checkpoints) return;
    return this.lifecycle.call((lab) => lab.generation.read(runIds, text, checkpoints));
  }

  /** Ends the text that is being written; what there is of it stays. */
  async cancel(): Promise<void> {
    this.calls++;
    this.replays.stop();
    await this.lifecycle.attempt(() => this.lifecycle.client.call((lab) => lab.generation.cancel()));
  }
}
