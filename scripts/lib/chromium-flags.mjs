// How everything here starts Chromium: the tests, the bench, experiments without a window and the icons.

/** Flags that hold for each run: a container has no sandbox, and nothing here may reach out to the network by itself. */
export const commonFlags = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** With this flag Chromium offers WebGPU also where only the CPU (SwiftShader) can carry it. */
export const webgpuFlag = '--enable-unsafe-webgpu';

/**
 * V8's helpers, which compile and collect beside the page, are a sixth of all work where a test has but one core. Positions in the
 * source, which it leaves out, are made by parsing whole files again at the first error of each: React makes five as it is loaded.
 */
export const oneThread = '--js-flags=--single-threaded,--no-enable-lazy-source-positions';

/**
 * The pages of Chromium's address bar, which it loads for each context beside the lab's, at a third of the lab's own cost.
 * A second --disable-features replaces the first: the rest is Playwright's list.
 */
export const fewerPages = `--disable-features=${[
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'AimEnabled',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'LensOverlay',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
  'TcpPortRandomizationWin',
  'ThirdPartyStoragePartitioning',
].join(',')}`;

/** On Linux Chromium reaches a graphics card's WebGPU through Vulkan only when told to. */
export const graphicsCardFlags =
  process.platform === 'linux' ? ['--enable-features=Vulkan', '--use-angle=vulkan'] : [];
const swiftShaderFlags = ['--use-webgpu-adapter=swiftshader'];

/**
 * @param {string} [adapter] "default" for the graphics card, another name for Chromium's
 * --use-webgpu-adapter; without it the graphics card or, where there is none, SwiftShader
 * @returns {string[][]} flags to try in turn
 */
export function adapterFlags(adapter) {
  if (adapter === undefined) return [graphicsCardFlags, swiftShaderFlags];
  if (adapter === 'default') return [graphicsCardFlags];
  return [[`--use-webgpu-adapter=${adapter}`]];
}
