// WebKitGTK, driven by its own WebKitWebDriver over classic WebDriver. It has Safari's engine, and is not Safari.

import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { freePort } from '../ports.mjs';
import { asExpression, fromExpression } from './page.mjs';

const startTimeoutMs = 30_000;

/**
 * Starts the driver and a browser in it, in a display of its own where there is none and Xvfb is.
 * @param {string} driver
 * @returns {Promise<import('./page.mjs').DrivenPage>}
 */
export async function openWebKitGTK(driver) {
  const port = await freePort();
  const ownDisplay = !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY;
  const command = ownDisplay ? ['xvfb-run', '--auto-servernum', driver] : [driver];
  const [program, ...args] = [...command, `--port=${port}`];
  // A group of its own, so that all of it can be ended.
  const child = spawn(/** @type {string} */ (program), args, { stdio: 'ignore', detached: true });
  const failed = new Promise((_, reject) => child.once('error', reject));
  const end = async () => {
    const gone = child.exitCode === null && new Promise((resolve) => child.once('exit', resolve));
    try {
      process.kill(-(/** @type {number} */ (child.pid)), 'SIGTERM');
    } catch {
      // It has ended by itself.
    }
    await gone;
  };
  const address = `http://127.0.0.1:${port}`;
  /** @param {string} method @param {string} path @param {object} [body] @returns {Promise<any>} */
  const send = async (method, path, body) => {
    const response = await fetch(`${address}${path}`, { method, body: body && JSON.stringify(body) });
    const { value } = /** @type {any} */ (await response.json());
    if (!response.ok) throw new Error(`${value.error}: ${value.message}`);
    return value;
  };
  try {
    await Promise.race([failed, started(() => send('GET', '/status'))]);
    const { sessionId, capabilities } = await send('POST', '/session', { capabilities: { alwaysMatch: {} } });
    const session = `/session/${sessionId}`;
    await send('POST', `${session}/timeouts`, { script: 60_000, pageLoad: 60_000 });
    return {
      version: capabilities.browserVersion,
      open: (url) => send('POST', `${session}/url`, { url }),
      async evaluate(script, ...args) {
        const answer = await send('POST', `${session}/execute/async`, {
          script: `const done = arguments[arguments.length - 1];
            ${asExpression(script, args)}.then(done, (error) => done(JSON.stringify({ error: String(error) })));`,
          args: [],
        });
        const { error } = JSON.parse(answer);
        if (error) throw new Error(error);
        return fromExpression(answer);
      },
      screenshot: async () => Buffer.from(await send('GET', `${session}/screenshot`), 'base64'),
      async close() {
        await send('DELETE', session).catch(() => {});
        await end();
      },
    };
  } catch (error) {
    await end();
    throw error;
  }
}

/** Asks until there is an answer. @param {() => Promise<unknown>} ask */
async function started(ask) {
  const end = performance.now() + startTimeoutMs;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (performance.now() > end) throw new Error(`WebKitWebDriver does not answer: ${error}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

/** Why it cannot be driven here, or null. @param {string} driver */
export function webKitGTKLacks(driver) {
  if (!existsSync(driver)) return `there is no ${driver} (Debian's webkit2gtk-driver)`;
  if (process.env.DISPLAY || process.env.WAYLAND_DISPLAY) return null;
  const hasXvfb = spawnSync('xvfb-run', ['--help'], { stdio: 'ignore' }).status === 0;
  return hasXvfb ? null : "there is no display and no xvfb-run (Debian's xvfb and xauth)";
}
