/** What the pages of this browser tell each other of saved experiments. */

import { siteName } from '../siteName';

type Message =
  /** The list of saved experiments is another. */
  | { type: 'changed' }
  /** Whoever writes this experiment: write what there is of it, as it goes to another page. */
  | { type: 'handOver'; id: string }
  | { type: 'handedOver'; id: string };

let opened: BroadcastChannel | undefined;

function channel(): BroadcastChannel {
  opened ??= new BroadcastChannel(siteName('pages'));
  return opened;
}

/** A page that is frozen answers nothing. */
const patience = 3000;

export function tellPages(message: Message): void {
  channel().postMessage(message);
}

/** @returns what ends it */
export function hearPages(listener: (message: Message) => void): () => void {
  const hear = ({ data }: MessageEvent<Message>) => listener(data);
  channel().addEventListener('message', hear);
  return () => channel().removeEventListener('message', hear);
}

/** Has the page that writes this experiment write all of it; resolves when it has, or has not answered for long. */
export function askHandOver(id: string): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      stop();
      resolve();
    };
    const timer = setTimeout(done, patience);
    const stop = hearPages((message) => {
      if (message.type === 'handedOver' && message.id === id) done();
    });
    tellPages({ type: 'handOver', id });
  });
}
