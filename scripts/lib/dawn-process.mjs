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

/** @param {string | undefined} adapter */
const named = (adapter) => (adapter === undefined || adapter === 'default' ? '' : ` called "${adapter}"`);

/**
 * The functions that a process answers with, as its parent calls them.
 * @template T
 * @typedef {{
 *   call<K extends keyof T & string>(
 *     name: K,
 *     ...args: T[K] extends (...args: infer A) => unknown ? A : never
 *   ): Promise<T[K] extends (...args: never[]) => infer R ? Awaited<R> : never>,
 *   close(): Promise<void>,
 * }} Remote
 */

/** @typedef {{ id: number, value?: unknown, error?: string, event?: undefined }} Answer */
/** @typedef {{ event: string, args: unknown[] }} Told */

/**
 * Starts a script of this folder that answers calls.
 * @template T what it answers
 * @param {string} script its name
 * @param {string | undefined} adapter "swiftshader" for the one of an installed Chromium, else a name Dawn knows
 * @param {Record<string, (...args: any[]) => unknown>} [listeners] to what it tells
 * @returns {Remote<T>}
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
  /** @type {Buffer[]} */
  const errors = [];
  worker.stderr?.on('data', (chunk) => errors.push(chunk));
  /** @type {Map<number, { resolve(value: any): void, reject(error: Error): void }>} */
  const waiting = new Map();
  /** @type {Promise<number | null>} */
  const ended = new Promise((resolve) => worker.once('exit', resolve));
  /** @type {string | null} */
  let over = null;
  worker.on('message', (/** @type {Answer | Told} */ message) => {
    if (message.event !== undefined) return listeners[message.event]?.(...message.args);
    const { id, value, error } = message;
    const asked = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) asked?.resolve(value);
    else asked?.reject(new Error(error));
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
