/**
 * Holds lines of the atlas against PyTorch: cells chosen by a fixed seed are trained again by the exported train.py, from the lab's first
 * weights at each of the plan's seeds, on sequences of the same rule in another order.
 */
import { spawn } from 'node:child_process';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { groupBy, sortBy, sum, uniq } from 'es-toolkit';
import { PlainError } from '../../../scripts/lib/process.mjs';
import { nodeWorkers } from '../../../scripts/lib/processor-worker.mjs';
import type { Cell } from '../../atlas/cells';
import { groupId } from '../../atlas/ids';
import { type Result, resultsOf, scoresOf } from '../../atlas/results';
import { Random } from '../../data/random';
import type { Experiment, Run } from '../../experiment/schema';
import type { ExportedFile } from '../../export/exportedFile';
import { exportKinds, samplesFile } from '../../export/runFiles';
import { markdownTable } from '../../format/markdown';
import { formatCount, formatPercent, formatSignificant } from '../../format/numbers';
import { meanAndDeviation } from '../../measure/evals/statistics';
import { compileKernels } from '../../processor/compileKernels';
import { createProcessorEngine } from '../../processor/processorEngine';
import { Trainer } from '../../train/trainer';
import { z } from '../../zod';
import { writeExport } from '../exportFolders';
import type { Lines } from './lineFile';
import { cellTexts, lineBuild } from './trainCell';

/** Decides which cells are held against PyTorch, so that no one chooses those that agree. */
const choiceSeed = 20;

/** Held-out sequences that PyTorch is judged on: all that an export has. */
const heldOut = 512;

const checkedSchema = z.object({
  /** Of the cell. */
  id: z.string(),
  /** Share of right answers after the last step, to a thousandth. */
  accuracy: z.number(),
  /** "2.6.0". */
  torch: z.string(),
});

/** What one cell came to in PyTorch, a line of its file. */
type Checked = z.infer<typeof checkedSchema>;

export interface PytorchRequest {
  cells: readonly Cell[];
  /** Of the chosen cells there is one each. */
  lines: Lines;
  /** See chosenStacks. */
  chosen: readonly Cell[][];
  /** Path of the file with what was trained already. */
  path: string;
  /** Command of a Python with PyTorch. */
  python: string;
}

/**
 * Chooses stacks on tasks by a fixed seed, whatever lines there are: so many of those that are trained themselves.
 * @returns the cells of each, one for each seed of the plan
 */
export function chosenStacks(cells: readonly Cell[], count: number): Cell[][] {
  const random = new Random(choiceSeed);
  const able = cells.filter(({ experiment, sameAs }) => experiment.task !== null && sameAs === null);
  const groups = Object.entries(groupBy(able, groupId)).map(([key, group]) => ({
    key,
    group,
    draw: random.next(),
  }));
  return sortBy(groups, ['draw'])
    .slice(0, count)
    .map(({ group }) => group);
}

/**
 * Trains what is missing in PyTorch.
 * @returns a table in Markdown @throws {PlainError} where PyTorch fails
 */
export async function checkInPytorch(request: PytorchRequest, say: (text: string) => void): Promise<string> {
  const { cells, lines, chosen, path, python } = request;
  const checked = new Map(readChecked(path).map((one) => [one.id, one]));
  const engine = createProcessorEngine(await nodeWorkers(), await compileKernels(lineBuild));
  const texts = cellTexts();
  const missing = chosen.flat().filter(({ id }) => !checked.has(id));
  for (const [i, { id, experiment }] of missing.entries()) {
    const [run] = experiment.runs as [Run];
    const { source, tokenizer } = await texts(experiment);
    const trainer = new Trainer(engine, experiment, run, source);
    const checkpoint = await trainer.checkpoint();
    trainer.dispose();
    const exported = { experiment: judged(experiment), run, checkpoint, source, tokenizer, wholeText: null };
    const samples = samplesFile(exported, {
      train: experiment.steps * experiment.batch,
      validation: heldOut,
    });
    const files = exportKinds.pytorch(exported).map((file) => (file.path === samples.path ? samples : file));
    const done = { id, ...(await trainInPytorch(python, files)) };
    appendFileSync(path, `${JSON.stringify(done)}\n`);
    checked.set(id, done);
    say(`${id}: ${formatPercent(done.accuracy)} in PyTorch; ${i + 1} of ${missing.length}`);
  }
  const results = resultsOf(cells, lines);
  const rows = chosen.flatMap((group) => {
    const [first] = group as [Cell];
    const result = results.find((one) => groupId(one) === groupId(first));
    const accuracies = group.flatMap(({ id }) => checked.get(id)?.accuracy ?? []);
    return result && scoresOf(result).length > 0 ? [compared(result, accuracies)] : [];
  });
  return table(rows, uniq([...checked.values()].map(({ torch }) => torch)));
}

/** The experiment as PyTorch is to judge it: on all held-out sequences, at the end alone. */
const judged = (experiment: Experiment): Experiment => ({
  ...experiment,
  evalWindows: heldOut,
  evalInterval: experiment.steps,
});

/** Trains an exported folder to its end on one core. */
async function trainInPytorch(
  python: string,
  files: readonly ExportedFile[],
): Promise<Pick<Checked, 'accuracy' | 'torch'>> {
  const folder = mkdtempSync(join(tmpdir(), 'attention-lab-'));
  try {
    writeExport(folder, files);
    // Its sequences are more than those of which config.json has the sum.
    const script =
      'import torch, runpy, sys; print("torch", torch.__version__); runpy.run_path("train.py", run_name="__main__")';
    const printed = await output(python, ['-c', script, '--other-text', '--log', '100000'], folder);
    const accuracy = [...printed.matchAll(/right (\d+(?:\.\d+)?) %/g)].at(-1)?.[1];
    const torch = /^torch (\S+)/m.exec(printed)?.[1];
    if (accuracy === undefined || torch === undefined)
      throw new PlainError(`PyTorch told no accuracy. It printed:\n${printed}`);
    return { accuracy: Number(accuracy) / 100, torch };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function output(command: string, args: readonly string[], folder: string): Promise<string> {
  const env = { ...process.env, OMP_NUM_THREADS: '1', PYTHONPATH: folder };
  const child = spawn(command, args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (part) => {
      printed += String(part);
    });
  return new Promise((resolve, reject) => {
    child.on('error', () =>
      reject(new PlainError(`${command} cannot be started. Name a Python with PyTorch in LAB_PYTHON.`)),
    );
    child.on('close', (status) =>
      status === 0
        ? resolve(printed)
        : reject(new PlainError(`train.py ended with status ${status}:\n${printed}`)),
    );
  });
}

function readChecked(path: string): Checked[] {
  if (!existsSync(path)) return [];
  const whole = readFileSync(path, 'utf8').split('\n').slice(0, -1);
  return whole.map((line, i) => {
    try {
      return checkedSchema.parse(JSON.parse(line));
    } catch {
      throw new PlainError(`Line ${i + 1} of ${path} cannot be read. Delete it: it is then trained again.`);
    }
  });
}

/** One stack on one task, on both sides. */
interface Row {
  subject: string;
  stack: string;
  lab: Side;
  torch: Side;
  /** Lab minus PyTorch, a share of 1, and its standard error. */
  apart: number;
  error: number;
}

/** Mean over so many seeds. */
interface Side {
  mean: number;
  seeds: number;
}

/**
 * Holds one side against the other. The error is that of the difference of two means over seeds, and no less than what samples of this size
 * allow; of a side with one seed the deviation is the other's.
 */
function compared(result: Result, accuracies: readonly number[]): Row {
  const side = (values: readonly number[]) => ({ ...meanAndDeviation(values), seeds: values.length });
  const lab = side(scoresOf(result).map(({ value }) => value));
  const torch = side(accuracies);
  const sides = [lab, torch];
  const known = sides.map(({ deviation }) => deviation).filter(Number.isFinite);
  const variances = sides.map(({ mean, deviation, seeds }) => {
    const own = Number.isFinite(deviation) ? deviation : (known[0] ?? 0);
    // Half an answer is added, as none wrong of so many does not mean that none ever is.
    return own ** 2 / seeds + (mean * (1 - mean)) / heldOut + 0.25 / heldOut ** 2;
  });
  const { subject, stack } = result;
  return { subject, stack, lab, torch, apart: lab.mean - torch.mean, error: Math.sqrt(sum(variances)) };
}

function table(rows: readonly Row[], versions: readonly string[]): string {
  const beyond = rows.filter(({ apart, error }) => Math.abs(apart) > 2 * error);
  const side = ({ mean, seeds }: Side) => `${formatPercent(mean)} (${seeds})`;
  const body = rows.map(({ subject, stack, lab, torch, apart, error }) => [
    subject,
    stack,
    side(lab),
    side(torch),
    formatPercent(apart),
    formatPercent(error),
    formatSignificant(apart / error, 2),
  ]);
  const head = ['Task', 'Stack', 'Lab (seeds)', 'PyTorch (seeds)', 'Apart', 'Error', 'Errors apart'];
  return (
    `${formatCount(rows.length)} stacks on tasks, chosen by a fixed seed; PyTorch ${versions.join(', ')}. ` +
    `${formatCount(beyond.length)} are more than two errors apart.\n\n${markdownTable(head, body)}`
  );
}
