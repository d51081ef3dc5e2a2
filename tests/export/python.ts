/** Exported folders in a temporary place, and Python in them. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installedTorch } from '../../scripts/lib/find-torch.mjs';
import type { ExportedFile } from '../../src/export/exportedFile';
import { readSafetensors, type TensorData, writeSafetensors } from '../../src/export/safetensors';

/** The command of a Python with PyTorch, or undefined: the one that is named, as `npm test` has tried it, is not tried again. */
export const python = process.env.LAB_PYTHON ?? installedTorch();

export const newFolder = () => mkdtempSync(join(tmpdir(), 'attention-lab-export-'));

export function writeFolder(folder: string, files: readonly ExportedFile[]): void {
  mkdirSync(folder, { recursive: true });
  for (const { path, data } of files) writeFileSync(join(folder, path), data);
}

export function writeTensors(path: string, tensors: Record<string, TensorData>): void {
  writeFileSync(path, writeSafetensors({ tensors: new Map(Object.entries(tensors)) }));
}

export const readTensors = (path: string) => readSafetensors(readFileSync(path)).tensors;

/** Runs Python and gives what it printed. Throws with all that it said where it fails. */
export function runPython(args: string[], cwd: string, variables: Record<string, string> = {}): string {
  const env = { ...process.env, OMP_NUM_THREADS: '1', PYTHONDONTWRITEBYTECODE: '1', ...variables };
  // One that hangs is to fail here: nothing else can end it.
  const options = { cwd, env, encoding: 'utf8', timeout: 120_000 } as const;
  const { status, stdout, stderr } = spawnSync(python as string, args, options);
  if (status !== 0) throw new Error(`python ${args.join(' ')} ended with ${status}:\n${stdout}\n${stderr}`);
  return stdout;
}
