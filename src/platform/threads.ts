/**
 * Starts threads. A sandboxed frame, a policy or an older browser refuses them, at once or by an event; one that dies of
 * memory tells no one.
 */
import { afterSeconds } from './seconds';

/** What a thread's script sends first. */
export const running = 'running';

/** How the start of a thread ended; `silent` where nothing was heard of it in time. */
type ThreadStart = 'running' | 'refused' | 'silent';

/** A thread that was asked for. */
export interface Thread {
  /** null where it was refused at once. */
  worker: Worker | null;
  /** Never rejects. */
  start: Promise<ThreadStart>;
}

/**
 * Starts a thread, whose script posts `running`.
 * @param create makes the Worker, and may throw
 * @param patience seconds that its script may take to load and run
 */
export function startThread(create: () => Worker, patience: number): Thread {
  let worker: Worker;
  try {
    worker = create();
  } catch (error) {
    console.warn(error);
    return { worker: null, start: Promise.resolve('refused') };
  }
  const start = new Promise<ThreadStart>((resolve) => {
    const stop = afterSeconds(patience, () => settle('silent'));
    const settle = (how: ThreadStart) => {
      stop();
      worker.removeEventListener('message', onMessage);
      worker.removeEventListener('error', onError);
      resolve(how);
    };
    const onMessage = ({ data }: MessageEvent) => {
      if (data === running) settle('running');
    };
    const onError = (event: Event) => {
      // It is told by what follows, not by the console.
      event.preventDefault();
      console.warn(event);
      settle('refused');
    };
    worker.addEventListener('message', onMessage);
    worker.addEventListener('error', onError);
  });
  return { worker, start };
}
