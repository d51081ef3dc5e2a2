// Finds a Python that has PyTorch, for the test that holds exported models against it, or gets one: LAB_PYTHON, a
// Python on the machine, and as root on Debian the package. It is no error where there is none: the test is skipped.

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { run } from './process.mjs';

/** Debian's own Python has Debian's packages, and may not be the first that is found. */
const commandNames = ['python3', '/usr/bin/python3', 'python'];

const packageTimeoutMs = 8 * 60_000;

/** @param {string} command @returns {boolean} whether it starts and has PyTorch with several processes */
function hasTorch(command) {
  const script = 'import torch.distributed as d; assert d.is_available()';
  return spawnSync(command, ['-c', script], { stdio: 'ignore', timeout: 120_000 }).status === 0;
}

/** @returns {string | undefined} the command of a Python with PyTorch */
export function installedTorch() {
  const wanted = process.env.LAB_PYTHON;
  return (wanted ? [wanted] : commandNames).find(hasTorch);
}

async function debianPackage() {
  if (!existsSync('/etc/debian_version') || process.getuid?.() !== 0) return undefined;
  console.log('Trying to install the Debian package python3-torch (large: a few minutes, once) …');
  const options = { env: { DEBIAN_FRONTEND: 'noninteractive' }, timeoutMs: packageTimeoutMs };
  if ((await run('apt-get', ['update'], options)) !== 0) return undefined;
  const install = ['install', '-y', '--no-install-recommends', 'python3-torch'];
  if ((await run('apt-get', install, options)) !== 0) return undefined;
  return installedTorch();
}

/** @returns {Promise<string | undefined>} */
export async function findTorch() {
  return installedTorch() ?? (await debianPackage());
}
