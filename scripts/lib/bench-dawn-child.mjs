// One session of the bench in a Node process: gives Node a navigator.gpu, loads bench/session.ts and answers calls.

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createServer } from 'vite';
import { create, globals } from 'webgpu';
import { inRoot } from './paths.mjs';

const [adapter] = process.argv.slice(2);

/** Chromium and Chrome carry SwiftShader, a Vulkan device on the CPU; the file that names it to Vulkan's loader. */
function swiftShaderDriver() {
  const folders = [
    '/usr/lib/chromium',
    '/usr/lib/chromium-browser',
    '/opt/google/chrome',
    ...(process.env.CHROMIUM_PATH ? [dirname(process.env.CHROMIUM_PATH)] : []),
  ];
  return folders.map((folder) => join(folder, 'vk_swiftshader_icd.json')).find((path) => existsSync(path));
}

function gpuOnSwiftShader() {
  const driver = swiftShaderDriver();
  if (driver) process.env.VK_DRIVER_FILES = process.env.VK_ICD_FILENAMES = driver;
  return create(['backend=vulkan']);
}

/** The adapter asked for; without a name any that Dawn finds, and last SwiftShader. */
async function findGPU() {
  if (adapter === 'swiftshader') return gpuOnSwiftShader();
  if (adapter !== undefined && adapter !== 'default') return create([`adapter=${adapter}`]);
  const gpu = create([]);
  const found = await gpu.requestAdapter();
  return found || adapter === 'default' ? gpu : gpuOnSwiftShader();
}

Object.assign(globalThis, globals);
Object.defineProperty(globalThis, 'navigator', {
  configurable: true,
  value: { gpu: await findGPU(), userAgent: `Node.js/${process.versions.node}` },
});

// TensorFlow.js asks for a feature wrapped in a list, which a browser takes and Dawn does not.
const { requestDevice } = GPUAdapter.prototype;
GPUAdapter.prototype.requestDevice = function (descriptor = {}) {
  const requiredFeatures = [...(descriptor.requiredFeatures ?? [])].flat();
  return requestDevice.call(this, { ...descriptor, requiredFeatures });
};

// jax-js calls map and filter on iterators, which Node knows from version 22.
const iterators = Object.getPrototypeOf(Object.getPrototypeOf([].values()));
iterators.map ??= function* (change) {
  for (const item of this) yield change(item);
};
iterators.filter ??= function* (keep) {
  for (const item of this) if (keep(item)) yield item;
};

const server = await createServer({
  root: inRoot(),
  appType: 'custom',
  server: { middlewareMode: true, hmr: false, watch: null },
  optimizeDeps: { noDiscovery: true, include: [] },
  logLevel: 'error',
});
const session = await server.ssrLoadModule('/bench/session.ts');

// Without its parent it has no work.
process.on('disconnect', () => process.exit());
process.on('message', async ({ id, name, args }) => {
  try {
    process.send({ id, value: await session[name](...args) });
  } catch (error) {
    process.send({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
});
