/** Trains the cells of a plan that have no line yet, one on each core, and writes a line for each. */
import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isEqual } from 'es-toolkit';
import { PlainError } from '../../../scripts/lib/process.mjs';
import { nodeWorkers } from '../../../scripts/lib/processor-worker.mjs';
import { type Cell, cellsOfShard, type Shard } from '../../atlas/cells';
import type { AtlasLine } from '../../atlas/line';
import { decodeLink } from '../../document/link/link';
import type { Engine } from '../../engine/engine';
import { trainsAlike } from '../../experiment/edit';
import { formatCount } from '../../format/numbers';
import { formatDuration } from '../../format/times';
import { compileKernels } from '../../processor/compileKernels';
import { createProcessorEngine } from '../../processor/processorEngine';
import { type Lines, openLines, readLines, writeLines } from './lineFile';
import { planId, publishPlan } from './publish';
import { checkInPytorch, chosenStacks } from './pytorchCheck';
import { readPlan } from './readPlan';
import { atlasReport } from './report';
import { timeLeft } from './timeLeft';
import { type CellTexts, cellTexts, lineBuild, lineEngine, trainCell } from './trainCell';

/** As `npm run atlas` is asked, its paths checked. */
export interface AtlasRequest {
  /** Path of the plan. */
  plan: string;
  /** Path of the lines; beside the plan where it is left out. */
  out?: string | undefined;
  /** Cells that are trained at the same time. */
  workers: number;
  shard?: Shard | undefined;
  /** Whether lines that do not fit the plan are made again, and not refused. */
  renew: boolean;
}

/**
 * Trains what is missing; a file that has all lines is put in the plan's order.
 * @param say hears what was done, for the reader
 * @throws {PlainError} where the plan or its lines cannot be read, a cell fails or a line cannot be written
 */
export async function runAtlas(request: AtlasRequest, say: (text: string) => void): Promise<void> {
  const path = linesPath(request);
  const { cells: all } = readPlan(request.plan);
  const cells = request.shard ? cellsOfShard(all, request.shard) : all;
  // Read whole before anything is written.
  const kept = fitting(path, readLines(path), cells, request.renew);
  if (request.renew) writeLines(path, inOrder(cells, kept));
  const file = openLines(path);
  try {
    await trainAll(
      cells.filter(({ id }) => !file.lines.has(id)),
      cells.length,
      request.workers,
      file.add,
      say,
    );
  } finally {
    file.close();
  }
  writeLines(path, inOrder(cells, file.lines));
  say(`${path} has all ${formatCount(cells.length)} lines.`);
}

/**
 * Puts the lines of all shards, and of the plan's own file, into that file in the plan's order.
 * @throws {PlainError} where one does not fit the plan
 */
export function mergeShards(
  request: Pick<AtlasRequest, 'plan' | 'out' | 'renew'>,
  say: (text: string) => void,
): void {
  const path = linesPath(request);
  const { cells } = readPlan(request.plan);
  const files = [path, ...shardFiles(path)].filter((file) => existsSync(file));
  const lines: Lines = new Map();
  for (const file of files)
    for (const line of fitting(file, readLines(file), cells, request.renew).values())
      lines.set(line.id, line);
  writeLines(path, inOrder(cells, lines));
  const missing = cells.length - lines.size;
  say(
    `${path} has ${formatCount(lines.size)} of ${formatCount(cells.length)} lines.` +
      (missing > 0 ? ' The same command without --merge trains the others.' : ''),
  );
}

/** Writes what the lines that are there say, in Markdown. @throws {PlainError} where one does not fit the plan */
export function reportAtlas(request: Pick<AtlasRequest, 'plan' | 'out'>): string {
  const path = linesPath(request);
  const plan = readPlan(request.plan);
  return atlasReport(plan, fitting(path, readLines(path), plan.cells, false));
}

/**
 * Holds stacks that a fixed seed chooses against PyTorch, which trains them again; their lines are trained first where they are not there.
 * Goes on where it stopped.
 * @param request.count stacks on tasks, each at every seed
 * @returns a table in Markdown @throws {PlainError} where there is no PyTorch, or a training fails
 */
export async function checkAtlas(
  request: Pick<AtlasRequest, 'plan' | 'out' | 'workers'> & { count: number; python: string },
  say: (text: string) => void,
): Promise<string> {
  const path = linesPath(request);
  const { cells } = readPlan(request.plan);
  fitting(path, readLines(path), cells, false);
  const chosen = chosenStacks(cells, request.count);
  const file = openLines(path);
  try {
    const missing = chosen.flat().filter(({ id }) => !file.lines.has(id));
    await trainAll(missing, missing.length, request.workers, file.add, say);
  } finally {
    file.close();
  }
  writeLines(path, inOrder(cells, file.lines));
  const checked = path.replace(/(\.jsonl)?$/i, '.pytorch.jsonl');
  return checkInPytorch({ cells, lines: file.lines, chosen, path: checked, python: request.python }, say);
}

/** Writes what the page has of the plan, from the lines that are there. @throws {PlainError} where one does not fit the plan */
export function publishAtlas(
  request: Pick<AtlasRequest, 'plan' | 'out'> & { folder: string },
  say: (text: string) => void,
): void {
  const path = linesPath(request);
  const plan = readPlan(request.plan);
  const lines = fitting(path, readLines(path), plan.cells, false);
  publishPlan(request.folder, planId(request.plan), plan, lines);
  say(`${request.folder} has what came of ${formatCount(lines.size)} lines.`);
}

/** Where the lines of a plan stand, or those of a shard. */
export function linesPath({ plan, out, shard }: Pick<AtlasRequest, 'plan' | 'out' | 'shard'>): string {
  const path = out ?? `${plan.replace(/\.json$/i, '')}.jsonl`;
  return shard ? path.replace(/(\.jsonl)?$/i, `.${shard.index}-of-${shard.of}.jsonl`) : path;
}

function shardFiles(path: string): string[] {
  const stem = basename(path).replace(/\.jsonl$/i, '');
  return readdirSync(dirname(path))
    .filter((name) => name.startsWith(`${stem}.`) && /^\d+-of-\d+\.jsonl$/.test(name.slice(stem.length + 1)))
    .map((name) => join(dirname(path), name));
}

/**
 * Picks the lines that are of these cells and of this engine.
 * @param renew whether the others are left out, and not refused
 * @throws {PlainError} with the first that does not fit
 */
export function fitting(path: string, lines: Lines, cells: readonly Cell[], renew: boolean): Lines {
  const byId = new Map(cells.map((cell) => [cell.id, cell]));
  const kept: Lines = new Map();
  for (const [id, line] of lines) {
    const why = unfit(line, byId.get(id));
    if (why === null) kept.set(id, line);
    else if (!renew)
      throw new PlainError(
        `${path}: ${id} ${why}. Leave such lines out with --renew, or name another file with --out.`,
      );
  }
  return kept;
}

/** Tells why a line is not the one that the cell would give now; null where it is. */
function unfit(line: AtlasLine, cell: Cell | undefined): string | null {
  if (!cell) return 'is not in the plan';
  if ('sameAs' in line) return line.sameAs === cell.sameAs ? null : 'is trained now';
  if (cell.sameAs !== null) return `is not trained now, as it is the same as ${cell.sameAs}`;
  if (!isEqual(line.engine, lineEngine)) {
    const [old, now] = [line.engine, lineEngine].map(
      ({ name, version, build }) => `${name}, version ${version}, ${build} SIMD`,
    );
    return `was computed by another engine (${old}) than there is now (${now})`;
  }
  if (line.link === cell.link) return null;
  const decoded = decodeLink(line.link);
  return decoded.ok && trainsAlike(decoded.shared.experiment, cell.experiment)
    ? null
    : 'was trained with other settings than the plan has now';
}

const inOrder = (cells: readonly Cell[], lines: Lines): AtlasLine[] =>
  cells.flatMap(({ id }) => lines.get(id) ?? []);

/**
 * Trains cells, so many at a time. Where one fails, those that are under way still get their lines.
 * @param total cells with those that have their lines
 */
async function trainAll(
  cells: readonly Cell[],
  total: number,
  workers: number,
  add: (line: AtlasLine) => void,
  say: (text: string) => void,
): Promise<void> {
  if (cells.length === 0) return;
  const engine = createProcessorEngine(await nodeWorkers(), await compileKernels(lineBuild));
  const texts = cellTexts();
  const left = timeLeft(cells);
  const waiting = [...cells];
  let done = total - cells.length;
  let failed = false;
  const trainSome = async () => {
    for (let cell = waiting.shift(); cell && !failed; cell = waiting.shift()) {
      const started = performance.now();
      try {
        add(await lineOf(cell, engine, texts));
      } catch (error) {
        failed = true;
        throw error instanceof PlainError ? error : new PlainError(`${cell.id}: ${(error as Error).message}`);
      }
      const seconds = formatDuration((performance.now() - started) / 1000);
      done++;
      say(`${cell.id}: ${seconds}; ${formatCount(done)} of ${formatCount(total)}, ${left.after(cell)} left`);
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: workers }, trainSome));
  const failure = ended.find((one) => one.status === 'rejected');
  if (failure) throw failure.reason;
}

const lineOf = async (cell: Cell, engine: Engine, texts: CellTexts): Promise<AtlasLine> =>
  cell.sameAs === null ? trainCell(cell, engine, texts) : { id: cell.id, sameAs: cell.sameAs };
