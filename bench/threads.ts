/** The processor engine's workers as threads of the page that asks for them; in the lab its worker asks the page. */
import { serveThreads, threadsOfPage } from '../src/processor/modelThreads';
import type { StartWorker } from '../src/processor/startWorker';

export function ownThreads(): StartWorker {
  const { port1, port2 } = new MessageChannel();
  serveThreads(port2);
  return threadsOfPage(port1);
}
