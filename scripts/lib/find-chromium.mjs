// Finds a Chromium for the browser tests, or gets one: CHROMIUM_PATH, an installed browser, Playwright's own
// download, and as root on Debian the package. Which one was taken is printed, since results depend on it.
// Most tests run in Chromium's headless shell where there is one: the same engine without the browser's own window, which
// opens the lab's page in two thirds of the time.

import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { tools } from './paths.mjs';
import { PlainError, run, runTool } from './process.mjs';

const commandNames = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'msedge',
];
const shellNames = ['chromium-headless-shell', 'chrome-headless-shell'];
const downloadTimeoutMs = 5 * 60_000;
const packageTimeoutMs = 10 * 60_000;

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** Whether the program starts at all: a download without its system libraries does not. @param {string} path */
function starts(path) {
  // On Windows "--version" opens a window instead of answering.
  if (process.platform === 'win32') return true;
  return spawnSync(path, ['--version'], { stdio: 'ignore', timeout: 60_000 }).status === 0;
}

/**
 * The places where an installed Chromium or Chrome may be, best first.
 * @param {NodeJS.Platform} platform
 * @param {Record<string, string | undefined>} env
 * @returns {string[]} paths, which need not exist
 */
export function installedCandidates(platform, env) {
  if (platform === 'darwin') {
    return ['Chromium', 'Google Chrome', 'Microsoft Edge'].flatMap((name) =>
      ['/Applications', `${env.HOME ?? ''}/Applications`].map(
        (folder) => `${folder}/${name}.app/Contents/MacOS/${name}`,
      ),
    );
  }
  if (platform === 'win32') {
    return [env.LOCALAPPDATA, env.PROGRAMFILES, env['PROGRAMFILES(X86)']]
      .filter((folder) => folder !== undefined)
      .flatMap((folder) =>
        [
          'Chromium\\Application\\chrome.exe',
          'Google\\Chrome\\Application\\chrome.exe',
          'Microsoft\\Edge\\Application\\msedge.exe',
        ].map((path) => `${folder}\\${path}`),
      );
  }
  return onPath(commandNames, env);
}

/** @param {string[]} names @param {Record<string, string | undefined>} env */
function onPath(names, env) {
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return names.flatMap((name) => folders.map((folder) => join(folder, name)));
}

const findInstalled = () =>
  installedCandidates(process.platform, process.env).find((path) => isExecutable(path) && starts(path));

async function playwrightDownload() {
  const { chromium } = await import('@playwright/test');
  const path = chromium.executablePath();
  if (isExecutable(path) && starts(path)) return path;
  console.log("No Chromium is installed; trying Playwright's own download …");
  await runTool(tools.playwright, ['install', '--no-shell', 'chromium'], { timeoutMs: downloadTimeoutMs });
  return isExecutable(path) && starts(path) ? path : undefined;
}

async function debianPackage() {
  if (!existsSync('/etc/debian_version') || process.getuid?.() !== 0) return undefined;
  console.log('Trying to install the Debian package chromium …');
  const options = { env: { DEBIAN_FRONTEND: 'noninteractive' }, timeoutMs: packageTimeoutMs };
  if ((await run('apt-get', ['update'], options)) !== 0) return undefined;
  // The last is for what runs in Node on Dawn, which brings no Vulkan loader of its own.
  const packages = ['chromium', 'chromium-headless-shell', 'libvulkan1'];
  if ((await run('apt-get', ['install', '-y', '--no-install-recommends', ...packages], options)) !== 0)
    return undefined;
  return findInstalled();
}

/**
 * The path of a Chromium that starts. Throws a PlainError, saying what to do, if none can be had.
 * Needs the npm packages (for Playwright's download).
 * @returns {Promise<string>}
 */
export async function findChromium() {
  const wanted = process.env.CHROMIUM_PATH;
  if (wanted) {
    if (isExecutable(wanted) && starts(wanted)) return wanted;
    throw new PlainError(
      `CHROMIUM_PATH is ${wanted}, but no browser starts from there. Correct it or unset it.`,
    );
  }
  const found = findInstalled() ?? (await playwrightDownload()) ?? (await debianPackage());
  if (found) return found;
  throw new PlainError(
    'The browser tests need a Chromium and none could be found or installed. ' +
      'Install Chromium or Google Chrome, or set CHROMIUM_PATH to the browser to use, and run the command again.',
  );
}

/**
 * The path of a headless shell beside an installed Chromium, or of that Chromium where there is none: who names a browser, or has
 * one, gets no other.
 * @param {string} chromium what findChromium found
 */
export function headlessShell(chromium) {
  if (process.env.CHROMIUM_PATH) return chromium;
  return onPath(shellNames, process.env).find((path) => isExecutable(path) && starts(path)) ?? chromium;
}
