// How every browser test starts Chromium.

/** Flags that hold for each run: a container has no sandbox, and a test must not reach out to the network. */
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

/** The browser that scripts/test.mjs found; undefined lets Playwright look for its own. */
export const executablePath = process.env.CHROMIUM_PATH;
