/**
 * The threads of the processor engine's workers. The page starts them for the lab's worker, which asks by a port: Safari before
 * 15.5 has no workers inside workers, and Firefox can block for ever in the midst of starting one.
 */

import { words } from '../format/words';
import type { StartWorker } from './startWorker';

/**
 * What goes through a thread's port. To the page: the port at which a ModelWorker is to be exposed, in place of the one before,
 * or 'end'. To the lab: why the thread is of no more use, a sentence.
 */
type ToPage = MessagePort | 'end';

/** In the page: starts a thread for each port that comes. @returns what ends them all */
export function serveThreads(requests: MessagePort): () => void {
  const threads = new Set<Worker>();
  requests.onmessage = ({ data: port }: MessageEvent<MessagePort>) => {
    // The page words what it is told when it draws it.
    const stopped = (message: string) => port.postMessage(message);
    let thread: Worker;
    try {
      thread = new Worker(new URL('./browserWorker.ts', import.meta.url), { type: 'module' });
    } catch (error) {
      console.warn(error);
      stopped(
        words(
          'engine.noMoreWorkers',
          'A worker of the processor engine stopped: the browser starts no more of them.',
        ),
      );
      return;
    }
    threads.add(thread);
    thread.addEventListener('error', ({ message }) =>
      stopped(
        message
          ? words('engine.workerStopped', 'A worker of the processor engine stopped ({{why}}).', {
              why: message,
            })
          : words(
              'engine.workerNotLoaded',
              'A worker of the processor engine stopped: its script could not be loaded.',
            ),
      ),
    );
    port.onmessage = ({ data }: MessageEvent<ToPage>) => {
      if (data !== 'end') {
        thread.postMessage(data, [data]);
        return;
      }
      if (threads.delete(thread)) thread.terminate();
      port.close();
    };
  };
  return () => {
    requests.close();
    for (const thread of threads) thread.terminate();
    threads.clear();
  };
}

/** Milliseconds that a thread waits for another model: after an edit, and between runs of a sweep, the next one comes within them. */
const longestWait = 10_000;

/** In the lab's worker: starts threads by asking the page, or takes one that a model has left. */
export function threadsOfPage(requests: MessagePort): StartWorker {
  /** The threads that wait, with the timer that ends each. */
  const waiting = new Map<MessagePort, ReturnType<typeof setTimeout>>();
  const send = (thread: MessagePort, message: ToPage) =>
    thread.postMessage(message, message === 'end' ? [] : [message]);

  const end = (thread: MessagePort) => {
    thread.onmessage = null;
    send(thread, 'end');
  };
  const stopWaiting = (thread: MessagePort) => {
    clearTimeout(waiting.get(thread));
    waiting.delete(thread);
  };
  const wait = (thread: MessagePort) => {
    const ends = () => {
      stopWaiting(thread);
      end(thread);
    };
    thread.onmessage = ends;
    waiting.set(thread, setTimeout(ends, longestWait));
  };
  const take = (): MessagePort => {
    const [waits] = waiting.keys();
    if (waits) {
      stopWaiting(waits);
      return waits;
    }
    const { port1, port2 } = new MessageChannel();
    requests.postMessage(port2, [port2]);
    return port1;
  };

  return (onCrash) => {
    const { port1: endpoint, port2: model } = new MessageChannel();
    const thread = take();
    thread.onmessage = ({ data: why }: MessageEvent<string>) => onCrash(why);
    send(thread, model);
    return {
      endpoint,
      endsInSilence: true,
      terminate() {
        end(thread);
        endpoint.close();
      },
      leave() {
        wait(thread);
        endpoint.close();
      },
    };
  };
}
