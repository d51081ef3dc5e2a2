// For a Node process of its own: gives it a navigator.gpu (Dawn, npm webgpu), and answers the calls of dawn-process.mjs.

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { create, globals } from 'webgpu';

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
GPUAdapter.prototype.requestDevice = function (/** @type {GPUDeviceDescriptor | undefined} */ descriptor) {
  const requiredFeatures = [...(descriptor?.requiredFeatures ?? [])].flat();
  return requestDevice.call(this, { ...descriptor, requiredFeatures });
};

/** @param {unknown} message */
const send = (message) => process.send?.(message);

/** Tells the parent something while a call runs. @param {string} event @param {unknown[]} args */
export const tell = (event, ...args) => send({ event, args });

/**
 * Answers the parent's calls from now on.
 * @param {Record<string, (...args: any[]) => unknown>} functions by their names
 */
export function answer(functions) {
  // Without its parent it has no work.
  process.on('disconnect', () => process.exit());
  process.on('message', async ({ id, name, args }) => {
    try {
      const asked = functions[name];
      if (!asked) throw new Error(`This process has no function ${name}.`);
      send({ id, value: await asked(...args) });
    } catch (error) {
      send({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  });
}
