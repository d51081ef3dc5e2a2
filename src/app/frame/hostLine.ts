/**
 * The line between a frame and the page around it. It hears that page alone, of the origins it may have, and never speaks to
 * another: a message always names the origin it is for.
 */
import { type Command, type FrameMessage, messageVersion, readCommand } from './messages';

/** Most origins that are warned about: who posts from ever new ones does not fill the console. */
const mostWarnings = 20;

export interface HostLineOptions {
  /** The window around the frame. */
  host: Pick<Window, 'postMessage'>;
  /** Its origin; null where the browser does not tell. */
  hostOrigin: string | null;
  /** Those it may have. */
  origins: readonly string[];
  warn(sentence: string): void;
}

export class HostLine {
  private origin: string | null;
  private readonly warned = new Set<string>();

  constructor(private readonly options: HostLineOptions) {
    this.origin = options.hostOrigin;
  }

  /** Reads a message event. @returns null for what is ignored, of which one warning tells for each reason */
  read({ source, origin, data }: Pick<MessageEvent, 'source' | 'origin' | 'data'>): Command | null {
    const read = readCommand(data);
    if (!read.ok && read.why === undefined) return null;
    if (source !== this.options.host) {
      this.warn('A message did not come from the page around this frame.');
      return null;
    }
    if (!this.mayHave(origin)) return null;
    this.origin = origin;
    if (read.ok) return read.command;
    if (read.why) this.warn(read.why);
    return null;
  }

  /** Sends a message to the page around the frame. @returns whether it may hear it */
  send(message: FrameMessage): boolean {
    const { host, origins } = this.options;
    const { origin } = this;
    if (origin !== null && !this.mayHave(origin)) return false;
    // Until the page has spoken, and where the browser does not tell who it is, the browser delivers to whichever of them it is.
    const targets = origin === null ? origins : [origin];
    for (const target of targets) host.postMessage({ lab: messageVersion, ...message }, target);
    return targets.length > 0;
  }

  private mayHave(origin: string): boolean {
    const { origins } = this.options;
    // That of every sandboxed frame and every file: it names no one.
    if (origin !== 'null' && origins.includes(origin)) return true;
    this.warn(
      `The page around this frame is of ${origin.slice(0, 200)}, which is not among the origins in embed.json.`,
    );
    return false;
  }

  private warn(sentence: string): void {
    if (this.warned.has(sentence) || this.warned.size >= mostWarnings) return;
    this.warned.add(sentence);
    this.options.warn(sentence);
  }
}
