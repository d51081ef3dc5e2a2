// A stock Firefox, driven by WebDriver BiDi, which it speaks itself (--remote-debugging-port).

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { asExpression, fromExpression } from './page.mjs';

const startTimeoutMs = 60_000;

/** No first-run pages, no downloads of its own. */
const preferences = {
  'app.update.disabledForTesting': true,
  'browser.aboutwelcome.enabled': false,
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.homepage': 'about:blank',
  'datareporting.policy.dataSubmissionEnabled': false,
  'extensions.update.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'remote.prefs.recommended': true,
  'toolkit.telemetry.enabled': false,
};

/**
 * Starts it without a window.
 * @param {string} program
 * @param {Record<string, boolean | number | string>} [more] preferences
 * @returns {Promise<import('./page.mjs').DrivenPage>}
 */
export async function openFirefox(program, more = {}) {
  const profile = mkdtempSync(join(tmpdir(), 'attention-lab-firefox-'));
  const lines = Object.entries({ ...preferences, ...more }).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`,
  );
  writeFileSync(join(profile, 'user.js'), lines.join(''));
  const child = spawn(
    program,
    ['--headless', '--no-remote', '--profile', profile, '--remote-debugging-port', '0', 'about:blank'],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const end = () =>
    new Promise((resolve) => {
      const gone = () => {
        rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
        resolve(undefined);
      };
      if (child.exitCode !== null || child.signalCode !== null) return gone();
      child.once('exit', gone);
      child.kill('SIGKILL');
    });
  try {
    const session = await connect(await addressOf(child));
    const { capabilities } = await session.send('session.new', { capabilities: {} });
    const { contexts } = await session.send('browsingContext.getTree', {});
    const { context } = contexts[0];
    return {
      version: capabilities.browserVersion,
      open: (url) => session.send('browsingContext.navigate', { context, url, wait: 'complete' }),
      async evaluate(script, ...args) {
        const answer = await session.send('script.evaluate', {
          expression: asExpression(script, args),
          target: { context },
          awaitPromise: true,
        });
        if (answer.type === 'exception') throw new Error(answer.exceptionDetails.text);
        return fromExpression(answer.result.value);
      },
      async screenshot() {
        const { data } = await session.send('browsingContext.captureScreenshot', { context });
        return Buffer.from(data, 'base64');
      },
      async close() {
        session.close();
        await end();
      },
    };
  } catch (error) {
    await end();
    throw error;
  }
}

/** The address that Firefox prints. @param {import('node:child_process').ChildProcessByStdio<null, null, import('node:stream').Readable>} child @returns {Promise<string>} */
function addressOf(child) {
  return new Promise((resolve, reject) => {
    let said = '';
    const timer = setTimeout(
      () => reject(new Error(`Firefox did not start in a minute: ${said}`)),
      startTimeoutMs,
    );
    child.stderr.on('data', (data) => {
      said += data;
      const address = /WebDriver BiDi listening on (ws:\S+)/.exec(said)?.[1];
      if (!address) return;
      clearTimeout(timer);
      resolve(address);
    });
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`Firefox ended at once: ${said}`)));
  });
}

/** Commands of WebDriver BiDi and their answers, by number. @param {string} address */
async function connect(address) {
  const socket = new WebSocket(`${address}/session`);
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  /** @type {Map<number, { resolve(result: any): void, reject(error: Error): void }>} */
  const waiting = new Map();
  socket.on('message', (data) => {
    const { id, result, error, message } = JSON.parse(String(data));
    const command = waiting.get(id);
    if (!command) return;
    waiting.delete(id);
    if (error) command.reject(new Error(`${error}: ${message}`));
    else command.resolve(result);
  });
  socket.on('close', () => {
    for (const { reject } of waiting.values()) reject(new Error('Firefox closed the connection.'));
  });
  let commands = 0;
  return {
    /** @param {string} method @param {object} params @returns {Promise<any>} */
    send(method, params) {
      const id = ++commands;
      socket.send(JSON.stringify({ id, method, params }));
      return new Promise((resolve, reject) => waiting.set(id, { resolve, reject }));
    },
    close: () => socket.close(),
  };
}
