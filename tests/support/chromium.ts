// How every browser test starts Chromium.

export { commonFlags, oneThread, webgpuFlag } from '../../scripts/lib/chromium-flags.mjs';

/** The browser that scripts/test.mjs found; undefined lets Playwright look for its own. */
export const executablePath = process.env.CHROMIUM_PATH;

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
