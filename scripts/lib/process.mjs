// Starting child processes, and ending with a sentence instead of a stack trace.

import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { root } from './paths.mjs';

/** An error whose message is written for the person at the terminal. */
export class PlainError extends Error {
  /**
   * What it is told by, as Vite loads this file a second time for what is in TypeScript.
   * @override
   */
  name = 'PlainError';
}

/** What was thrown, as a message. @param {unknown} error */
export const errorMessage = (error) => (error instanceof Error ? error.message : String(error));

/**
 * Runs a program in the repository root with this terminal as its own, or with what it prints added to a file.
 * @param {string} command
 * @param {string[]} args
 * @param {{env?: Record<string, string | undefined>, timeoutMs?: number, shell?: boolean, log?: string}} [options]
 * @returns {Promise<number>} the exit status; 1 if it could not be started, was killed or ran past timeoutMs
 */
export function run(command, args, { env = {}, timeoutMs, shell = false, log } = {}) {
  return new Promise((resolve) => {
    const file = log === undefined ? undefined : openSync(log, 'a');
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: file === undefined ? 'inherit' : ['ignore', file, file],
      shell,
    });
    // The program has its own end of it.
    if (file !== undefined) closeSync(file);
    // spawn's own timeout would keep Node waiting for it after a program that could not be started.
    const timer = timeoutMs === undefined ? undefined : setTimeout(() => child.kill(), timeoutMs);
    const stop = () => {
      child.kill();
      process.exit(143);
    };
    process.once('SIGTERM', stop);
    /** @param {number} status */
    const end = (status) => {
      clearTimeout(timer);
      process.off('SIGTERM', stop);
      resolve(status);
    };
    child.on('error', (error) => {
      console.error(`${command} could not be started: ${error.message}`);
      end(1);
    });
    child.on('close', (status) => end(status ?? 1));
  });
}

/**
 * Runs one of the Node tools named in paths.mjs.
 * @param {string} tool
 * @param {string[]} args
 * @param {{env?: Record<string, string | undefined>, timeoutMs?: number, log?: string}} [options]
 */
export const runTool = (tool, args, options) => run(process.execPath, [tool, ...args], options);

/**
 * Runs a script's main function; a PlainError ends it with its sentence alone and status 1.
 * @param {() => Promise<number | void>} main returns the exit status, 0 when undefined
 */
export async function runMain(main) {
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    if (!(error instanceof Error && error.name === 'PlainError')) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
