// Talks to the DevTools of a page and of its worker, which Playwright does not offer for workers.

/**
 * The heap of one thread; `bytes` are those in use.
 * @typedef {{ collectGarbage(): Promise<unknown>, bytes(): Promise<number> }} Heap
 */

/**
 * @param {import('@playwright/test').Page} page opened, with its worker not yet started
 * @returns {Promise<{ page: Heap, worker: Heap }>}
 */
export async function heapsOf(page) {
  const session = await page.context().newCDPSession(page);
  let workerId = '';
  let next = 0;
  /** @type {Map<number, { resolve(result: { usedSize: number }): void, reject(error: Error): void }>} */
  const waiting = new Map();
  session.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
    if (targetInfo.type === 'worker') workerId = sessionId;
  });
  session.on('Target.receivedMessageFromTarget', ({ message }) => {
    const { id, result, error } = JSON.parse(message);
    const asked = waiting.get(id);
    waiting.delete(id);
    if (error) asked?.reject(new Error(error.message));
    else asked?.resolve(result);
  });
  await session.send('Target.setAutoAttach', {
    autoAttach: true,
    waitForDebuggerOnStart: false,
    flatten: false,
  });
  /** @param {string} method @returns {Promise<{ usedSize: number }>} of Runtime.getHeapUsage; of others empty */
  const askWorker = (method) =>
    new Promise((resolve, reject) => {
      const id = ++next;
      waiting.set(id, { resolve, reject });
      const message = JSON.stringify({ id, method });
      session.send('Target.sendMessageToTarget', { sessionId: workerId, message }).catch(reject);
    });
  return {
    page: {
      collectGarbage: () => session.send('HeapProfiler.collectGarbage'),
      bytes: async () => (await session.send('Runtime.getHeapUsage')).usedSize,
    },
    worker: {
      collectGarbage: () => askWorker('HeapProfiler.collectGarbage'),
      bytes: async () => (await askWorker('Runtime.getHeapUsage')).usedSize,
    },
  };
}
