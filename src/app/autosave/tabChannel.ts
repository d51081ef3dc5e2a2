/** A channel between the tabs of this copy of the lab, about saved experiments. */

import { openChannel, tellTabs } from '../../platform/channel';
import { siteName } from '../siteName';

type Message =
  /** The list of saved experiments changed. */
  | { type: 'changed' }
  /** To the tab that writes this experiment: write everything, as another tab takes it over. */
  | { type: 'handOver'; id: string }
  | { type: 'handedOver'; id: string };

/** How long a tab may take to answer, in milliseconds; one that is frozen answers nothing. */
const answerTimeout = 3000;

/** A BroadcastChannel; a tab does not hear itself. Where the browser has none, tabs do not hear each other. */
export class TabChannel {
  /** Opened by the first use. */
  private opened: BroadcastChannel | null | undefined;

  /** Sends a message to all other tabs. Never throws. */
  post(message: Message): void {
    if (this.channel) tellTabs(this.channel, message);
  }

  /** Calls the listener with each message of another tab. @returns what ends it */
  listen(listener: (message: Message) => void): () => void {
    const { channel } = this;
    const onMessage = ({ data }: MessageEvent<Message>) => listener(data);
    channel?.addEventListener('message', onMessage);
    return () => channel?.removeEventListener('message', onMessage);
  }

  /** Asks the tab that writes this experiment to write all of it; resolves when it has, or after 3 seconds. Never rejects. */
  requestHandOver(id: string): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        stop();
        resolve();
      };
      const timer = setTimeout(done, answerTimeout);
      const stop = this.listen((message) => {
        if (message.type === 'handedOver' && message.id === id) done();
      });
      this.post({ type: 'handOver', id });
    });
  }

  private get channel(): BroadcastChannel | null {
    // Its name stays, so that tabs of different versions hear each other.
    if (this.opened === undefined) this.opened = openChannel(siteName('pages')) ?? null;
    return this.opened;
  }
}
