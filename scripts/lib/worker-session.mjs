// Talks to the DevTools of a page and of its worker, which Playwright does not offer for workers.

/**
 * @param {import('@playwright/test').Page} page opened, with its worker not yet started
 * @returns {Promise<{page: (method: string) => Promise<any>, worker: (method: string) => Promise<any>}>} each sends a
 * method without parameters and resolves with its result
 */
export async function devtoolsOf(page) {
  const session = await page.context().newCDPSession(page);
  let workerId;
  let next = 0;
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
  return {
    page: (method) => session.send(method),
    worker: (method) =>
      new Promise((resolve, reject) => {
        const id = ++next;
        waiting.set(id, { resolve, reject });
        const message = JSON.stringify({ id, method });
        session.send('Target.sendMessageToTarget', { sessionId: workerId, message }).catch(reject);
      }),
  };
}
