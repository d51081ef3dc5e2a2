/** The page's end of the worker. */
import * as Comlink from 'comlink';
import { type Patience, watchWorker } from '../engine/workerLife';
import { worded, words } from '../format/words';
import { watchInputs } from '../platform/input';
import { startThread } from '../platform/threads';
import { serveThreads } from '../processor/modelThreads';
import type { LabWorker } from './protocol';
import type { LabPorts } from './worker';

/** A worker that was started. */
export interface LabConnection {
  /** Callbacks that it is given are marked with `proxy`. Calls wait until it is there. */
  lab: LabWorker;
  /** Ends the worker; calls that are under way never settle. */
  terminate(): void;
}

/** Whether a worker is of no more use because its graphics device was lost, or because its thread ended. */
export type CrashCause = 'device' | 'thread';

/** Starts a worker. `onCrash` gets a message for the reader, at most once, when the worker is of no more use. */
export type ConnectLab = (onCrash: (message: string, cause: CrashCause) => void) => LabConnection;

/** Seconds that a worker's script may take to load and run: twice as many after each time that it was not enough. */
let startPatience = 30;
/** Without Web Locks; the longest that its thread does without an answer is a step in plain JavaScript. */
const patience: Patience = { first: 30, later: 120 };

/**
 * Starts the worker's thread, or the lab in the page itself where the browser refuses one. It has crashed where its script
 * fails, its device is lost, or the thread is gone.
 */
export const connectLab: ConnectLab = (onCrash) => {
  const { port1: labPort, port2: ownPort } = new MessageChannel();
  // Every method of a service is asynchronous already, and Comlink reaches a service as a property of the root.
  const lab = Comlink.wrap(ownPort) as unknown as LabWorker;
  const { worker, start } = startThread(
    () => new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: document.baseURI }),
    startPatience,
  );
  let ended = false;
  let release = () => {};
  const end = () => {
    ended = true;
    worker?.terminate();
    release();
    ownPort.close();
  };
  const crashed = (message: string, cause: CrashCause = 'thread') => {
    if (ended) return;
    end();
    onCrash(message, cause);
  };
  const serveFromWorker = (thread: Worker) => {
    thread.onerror = (event) => {
      crashed(
        event.message
          ? words('worker.stopped', 'The training worker stopped ({{why}}).', { why: event.message })
          : words('worker.notLoaded', 'The training worker stopped: its script could not be loaded.'),
      );
    };
    const { port1: threads, port2: requests } = new MessageChannel();
    const endThreads = serveThreads(requests);
    const ports: LabPorts = { lab: labPort, threads };
    thread.postMessage(ports, [labPort, threads]);
    void lab.device.lost().then((message) => crashed(message, 'device'));
    const endWatch = watchWorker(
      () => lab.device.livenessLock(),
      patience,
      () =>
        crashed(
          words(
            'worker.ended',
            'The training worker ended without a word, as it does where memory runs out.',
          ),
        ),
    );
    const endInputs = watchInputs((answers) => void lab.device.giveWay(answers));
    release = () => {
      endInputs();
      endWatch();
      endThreads();
    };
  };
  const serveFromPage = async () => {
    const { serveLab } = await import('./pageLab');
    if (!ended) release = serveLab(labPort);
  };
  const serve = async () => {
    const how = await start;
    if (ended) return;
    if (how === 'silent') {
      startPatience *= 2;
      crashed(
        words(
          'worker.silent',
          'The training worker did not answer: it ended as it began, or its script is still on its way.',
        ),
      );
    } else if (how === 'running' && worker) serveFromWorker(worker);
    else await serveFromPage();
  };
  serve().catch(() =>
    crashed(
      words(
        'worker.notStarted',
        'The training worker could not be started, as its script could not be loaded.',
      ),
    ),
  );
  return { lab, terminate: end };
};

/** What the worker throws is said in the reader's language where it arrives. */
const thrown = Comlink.transferHandlers.get('throw');
if (thrown)
  Comlink.transferHandlers.set('throw', {
    ...thrown,
    deserialize(packed) {
      try {
        return thrown.deserialize(packed);
      } catch (error) {
        if (error instanceof Error) error.message = worded(error.message);
        throw error;
      }
    },
  });

/** Wraps a callback that the worker may call, as Comlink cannot clone functions. */
export const { proxy } = Comlink;
