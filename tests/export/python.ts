/** Exported folders in a temporary place, and Python in them. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { installedTorch } from '../../scripts/lib/find-torch.mjs';
import type { ExportedFile } from '../../src/export/exportedFile';
import { readSafetensors, type TensorData, writeSafetensors } from '../../src/export/safetensors';

/** The command of a Python with PyTorch, or undefined: the one that is named, as `npm test` has tried it, is not tried again. */
export const python = process.env.LAB_PYTHON ?? installedTorch();

/** Path of a file beside these tests. */
export const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));

export const newFolder = () => mkdtempSync(join(tmpdir(), 'attention-lab-export-'));

export function writeFolder(folder: string, files: readonly ExportedFile[]): void {
  mkdirSync(folder, { recursive: true });
  for (const { path, data } of files) writeFileSync(join(folder, path), data);
}

export function writeTensors(path: string, tensors: Record<string, TensorData>): void {
  writeFileSync(path, writeSafetensors({ tensors: new Map(Object.entries(tensors)) }));
}

export const readTensors = (path: string) => readSafetensors(readFileSync(path)).tensors;

const env = { ...process.env, OMP_NUM_THREADS: '1', PYTHONDONTWRITEBYTECODE: '1' };
/** One that hangs is to fail here: nothing else can end it. */
const timeout = 120_000;

interface Ended {
  status: number;
  stdout: string;
  stderr: string;
}

/** The one Python of all files' tests that has PyTorch started. It ends with this process, as nothing is asked of it any more. */
let session: ReturnType<typeof startSession> | null = null;

function startSession() {
  const child = spawn(python as string, [here('session.py')], { env, stdio: ['pipe', 'pipe', 'inherit'] });
  process.once('exit', () => child.kill());
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async ask(request: unknown): Promise<unknown> {
      child.stdin.write(`${JSON.stringify(request)}\n`);
      const clock = setTimeout(() => child.kill('SIGKILL'), timeout);
      const { value, done } = await answers.next();
      clearTimeout(clock);
      if (done) throw new Error(`Python ended, or took longer than ${timeout} ms.`);
      return JSON.parse(value);
    },
  };
}

/**
 * Runs a script as `python3 …` would, and one after another. The scripts share a process, in which PyTorch is started once;
 * modules of `cwd` are found too. @param args a script and its arguments, or -c and code
 */
export async function tryPython(args: string[], cwd: string): Promise<Ended> {
  session ??= startSession();
  const [status, stdout, stderr] = (await session.ask([args, cwd])) as [number, string, string];
  return { status, stdout, stderr };
}

/** The same, and gives what it printed. Throws with all that it said where it fails. */
export const runPython = async (args: string[], cwd: string): Promise<string> =>
  printedBy(args, await tryPython(args, cwd));

/** Runs Python in a process of its own. */
export const tryPythonAlone = (args: string[], cwd: string, variables: Record<string, string> = {}) =>
  spawnSync(python as string, args, { cwd, env: { ...env, ...variables }, encoding: 'utf8', timeout });

/** The same, and gives what it printed. Throws with all that it said where it fails. */
export const runPythonAlone = (args: string[], cwd: string, variables?: Record<string, string>): string =>
  printedBy(args, tryPythonAlone(args, cwd, variables));

function printedBy(
  args: string[],
  { status, stdout, stderr }: { [K in keyof Ended]: Ended[K] | null },
): string {
  if (status !== 0) throw new Error(`python ${args.join(' ')} ended with ${status}:\n${stdout}\n${stderr}`);
  return stdout as string;
}
