/** Yields in the worker's long work, so that messages come in. */

/** Resolves in the next task of the event loop. A message channel is not throttled in a hidden tab, as a timer would be. */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
