// Ports of this machine.

import { createServer } from 'node:net';

/** The port that a server listens on. @param {import('node:net').Server} server @returns {number} */
export function portOf(server) {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('This server listens on no port.');
  return address.port;
}

/** Whether the port can be listened on, on the address that localhost names. @param {number} port @returns {Promise<boolean>} */
export function isFree(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, 'localhost', () => server.close(() => resolve(true)));
  });
}

/** @returns {Promise<number>} a port that was free a moment ago */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, 'localhost', () => {
      const port = portOf(server);
      server.close(() => resolve(port));
    });
  });
}
