// How every browser test starts Chromium.

export { commonFlags, fewerPages, oneThread, webgpuFlag } from '../../scripts/lib/chromium-flags.mjs';

/** The browser that scripts/test.mjs found; undefined lets Playwright look for its own. */
export const executablePath = process.env.CHROMIUM_PATH;
