// npm run test:browsers: a smoke test of the built page in Firefox and in WebKitGTK, where they are installed. It is no stage of
// npm test, whose browser is Chromium.

import { spawnSync } from 'node:child_process';
import { openFirefox } from './lib/browsers/firefox.mjs';
import { smoke } from './lib/browsers/smoke.mjs';
import { openWebKitGTK, webKitGTKLacks } from './lib/browsers/webkitgtk.mjs';
import { ensurePackages } from './lib/ensure-packages.mjs';
import { inRoot, tools } from './lib/paths.mjs';
import { errorMessage, PlainError, runMain, runTool } from './lib/process.mjs';
import { serveFolder } from './lib/static-server.mjs';
import { prepareCorpora } from './prepare-corpora.mjs';

const webKitDriver = '/usr/bin/WebKitWebDriver';
const starts = (/** @type {string} */ program) =>
  spawnSync(program, ['--version'], { stdio: 'ignore', timeout: 60_000 }).status === 0;
const firefox = ['firefox-esr', 'firefox'].find(starts);

/** `lacks` is why it is skipped, or null. */
const browsers = [
  {
    name: 'Firefox',
    lacks: firefox ? null : "there is no firefox-esr and no firefox (Debian's firefox-esr)",
    open: () => openFirefox(/** @type {string} */ (firefox)),
  },
  { name: 'WebKitGTK', lacks: webKitGTKLacks(webKitDriver), open: () => openWebKitGTK(webKitDriver) },
];

await runMain(async () => {
  await ensurePackages();
  prepareCorpora();
  if ((await runTool(tools.vite, ['build'])) !== 0) throw new PlainError('The page could not be built.');
  const site = await serveFolder(inRoot('dist'), 0, { '/lab/': () => ({}) });
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const { name, lacks, open } of browsers) {
    if (lacks) {
      counts.skipped++;
      console.log(`SKIPPED: ${name}: ${lacks}.`);
      continue;
    }
    const start = performance.now();
    let version = '';
    const opened = async () => {
      const page = await open();
      version = page.version;
      return page;
    };
    try {
      const seen = await smoke(opened, `http://localhost:${site.port}/lab/`);
      counts.passed++;
      console.log(`${name} ${version}: ${seen} (${((performance.now() - start) / 1000).toFixed(0)} s)`);
    } catch (error) {
      counts.failed++;
      console.error(`FAILED: ${name} ${version}: ${errorMessage(error)}`);
    }
  }
  await site.close();
  console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
  return counts.failed > 0 ? 1 : 0;
});
