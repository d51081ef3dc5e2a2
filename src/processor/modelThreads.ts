/**
 * The threads of the processor engine's workers. The page starts them for the lab's worker, which asks by a port: Safari before
 * 15.5 has no workers inside workers, and Firefox can block for ever in the midst of starting one.
 */

import { words } from '../format/words';
import type { StartWorker } from './startWorker';

/** What the lab's worker sends to the page for each thread. */
interface ThreadRequest {
  /** The ModelWorker is exposed there. */
  model: MessagePort;
  /** To the lab: why the thread is of no more use, a sentence. To the page: any message ends the thread. */
  life: MessagePort;
}

/** In the page: starts a thread for each request. @returns what ends them all */
export function serveThreads(requests: MessagePort): () => void {
  const threads = new Set<Worker>();
  requests.onmessage = ({ data: { model, life } }: MessageEvent<ThreadRequest>) => {
    // The page words what it is told when it draws it.
    const stopped = (message: string) => life.postMessage(message);
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
    life.onmessage = () => {
      if (threads.delete(thread)) thread.terminate();
      life.close();
    };
    thread.postMessage(model, [model]);
  };
  return () => {
    requests.close();
    for (const thread of threads) thread.terminate();
    threads.clear();
  };
}

/** In the lab's worker: starts threads by asking the page. */
export function threadsOfPage(requests: MessagePort): StartWorker {
  return (onCrash) => {
    const calls = new MessageChannel();
    const life = new MessageChannel();
    life.port1.onmessage = ({ data: why }: MessageEvent<string>) => onCrash(why);
    const request: ThreadRequest = { model: calls.port2, life: life.port2 };
    requests.postMessage(request, [calls.port2, life.port2]);
    return {
      endpoint: calls.port1,
      endsInSilence: true,
      terminate() {
        life.port1.onmessage = null;
        life.port1.postMessage('end');
        calls.port1.close();
      },
    };
  };
}
