// Node processes on Dawn (npm webgpu), for a machine without a browser. The child's side is dawn-child.mjs.

import { fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { inRoot } from './paths.mjs';
import { PlainError } from './process.mjs';

/** Which Dawn, on which Node. */
export function dawnVersion() {
  const { version } = JSON.parse(readFileSync(inRoot('node_modules', 'webgpu', 'package.json'), 'utf8'));
  return `Dawn (npm webgpu ${version}) on Node ${process.versions.node}`;
}

/** @param {string | undefined} adapter */
export const noAdapter = (adapter) =>
  new PlainError(
    `Dawn finds no WebGPU adapter${named(adapter)} on this machine. It needs a graphics card with a ` +
      'Vulkan 1.3 driver (on Windows Direct3D 12, on macOS Metal), or for the CPU a recent Mesa lavapipe or an ' +
      'installed Chromium, whose SwiftShader is then used.',
  );

const named = (adapter) => (adapter === undefined || adapter === 'default' ? '' : ` called "${adapter}"`);

/**
 * Starts a script of this folder that answers calls.
 * @param {string} script its name
 * @param {string | undefined} adapter "swiftshader" for the one of an installed Chromium, else a name Dawn knows
 * @param {Record<string, (...args: any[]) => void>} [listeners] to what it tells
 */
export function openProcess(script, adapter, listeners = {}) {
  const worker = fork(
    fileURLToPath(new URL(script, import.meta.url)),
    adapter === undefined ? [] : [adapter],
    {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      // Files of an export travel as bytes.
      serialization: 'advanced',
    },
  );
  const errors = [];
  worker.stderr.on('data', (chunk) => errors.push(chunk));
  const waiting = new Map();
  const ended = new Promise((resolve) => worker.once('exit', resolve));
  let over = null;
  worker.on('message', ({ id, value, error, event, args }) => {
    if (event !== undefined) return listeners[event](...args);
    const { resolve, reject } = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) resolve(value);
    else reject(new Error(error));
  });
  ended.then((status) => {
    over ??= `A process on Dawn ended with status ${status}: ${Buffer.concat(errors).toString().trim()}`;
    for (const { reject } of waiting.values()) reject(new Error(over));
  });
  let calls = 0;
  return {
    call: (name, ...args) =>
      new Promise((resolve, reject) => {
        if (over !== null) return reject(new Error(over));
        const id = calls++;
        waiting.set(id, { resolve, reject });
        worker.send({ id, name, args });
      }),
    close: async () => {
      over = 'This process was closed.';
      worker.kill();
      await ended;
    },
  };
}
