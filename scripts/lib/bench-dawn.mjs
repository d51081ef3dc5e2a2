// The bench's sessions as Node processes on Dawn (npm webgpu), for a machine without a browser. The child's side is
// bench-dawn-child.mjs.

import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { PlainError } from './process.mjs';

const child = fileURLToPath(new URL('bench-dawn-child.mjs', import.meta.url));

/** @param {string | undefined} adapter "swiftshader" for the one of an installed Chromium, else a name Dawn knows */
export async function openDawn(adapter) {
  const openSession = async () => openProcess(adapter);
  const probe = await openSession();
  const facts = await probe.call('adapterFacts').finally(() => probe.close());
  if (!facts) {
    throw new PlainError(
      `Dawn finds no WebGPU adapter${named(adapter)} on this machine. It needs a graphics card with a ` +
        'Vulkan 1.3 driver (on Windows Direct3D 12, on macOS Metal), or for the CPU a recent Mesa lavapipe or an ' +
        'installed Chromium, whose SwiftShader is then used.',
    );
  }
  const { version } = await import('webgpu/package.json', { with: { type: 'json' } }).then((m) => m.default);
  return {
    facts,
    where: `Dawn (npm webgpu ${version}) on Node ${process.versions.node}`,
    openSession,
    close: async () => {},
  };
}

const named = (adapter) => (adapter === undefined || adapter === 'default' ? '' : ` called "${adapter}"`);

function openProcess(adapter) {
  const worker = fork(child, adapter === undefined ? [] : [adapter], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const errors = [];
  worker.stderr.on('data', (chunk) => errors.push(chunk));
  const waiting = new Map();
  const ended = new Promise((resolve) => worker.once('exit', resolve));
  let closing = false;
  worker.on('message', ({ id, value, error }) => {
    const { resolve, reject } = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) resolve(value);
    else reject(new Error(error));
  });
  ended.then((status) => {
    if (closing) return;
    const message = `A bench process ended with status ${status}: ${Buffer.concat(errors).toString().trim()}`;
    for (const { reject } of waiting.values()) reject(new Error(message));
  });
  let calls = 0;
  return {
    call: (name, ...args) =>
      new Promise((resolve, reject) => {
        const id = calls++;
        waiting.set(id, { resolve, reject });
        worker.send({ id, name, args });
      }),
    close: async () => {
      closing = true;
      worker.kill();
      await ended;
    },
  };
}
