// How every browser test starts Chromium.

export { commonFlags, fewerPages, oneThread, webgpuFlag } from '../../scripts/lib/chromium-flags.mjs';

/** The browser that scripts/test.mjs found; undefined lets Playwright look for its own. */
export const executablePath = process.env.CHROMIUM_PATH;

/** Chromium's headless shell, or that browser where there is none: for tests of what is no part of the browser's own window. */
export const shellPath = process.env.CHROMIUM_SHELL_PATH ?? executablePath;
