/** The bench as its command line asks for it: contenders in turn, or the kernels of one. Prints what comes out. */

import { availableParallelism } from 'node:os';
import type { ViteDevServer } from 'vite';
import { installedTorch } from '../scripts/lib/find-torch.mjs';
import { writeOrPrint } from '../scripts/lib/outputs.mjs';
import { errorMessage, PlainError } from '../scripts/lib/process.mjs';
import { openChromium } from './chromium';
import {
  type ContenderEntry,
  contenderOf,
  contenders,
  contendersFor,
  contendersNamed,
  type Racer,
} from './contenders';
import { openDawn } from './dawn';
import { formatKernelsOf } from './kernelReport';
import type { Place } from './place';
import { openPyTorch } from './pytorch';
import { type CaseResult, caseAsJSON, describeAdapter, disagreements, formatCase } from './report';
import { runCase } from './run';
import type { KernelTimes } from './session';
import { type Case, casesOf, casesOfVariants, caseTitle, type SizeName, selections, sizes } from './sizes';

/** As `npm run bench` is asked. */
export interface Request {
  /** One of `selections`. */
  size: string;
  /** Variants with commas between them, each in all layers of a case of that size. */
  variants?: string | undefined;
  /** Contenders with commas between them; all without it. */
  only?: string | undefined;
  rounds: number;
  /** Of each contender in a round; few on a software adapter without it. */
  steps?: number | undefined;
  /** Path that gets the figures as JSON. */
  json?: string | undefined;
  adapter?: string | undefined;
  /** On Dawn in Node instead of in Chromium. */
  node: boolean;
  /** Times the kernels of `contender` instead. */
  kernels: boolean;
  contender: string;
}

interface Asked {
  cases: Case[];
  contenders: readonly ContenderEntry[];
  /** The command of a Python with PyTorch, where a contender needs one and the machine has it. */
  python: string | undefined;
}

/**
 * @param server loads the bench for a page
 * @returns the exit status: 1 where losses disagree
 * @throws {PlainError} where the request names what is not there
 */
export async function runBench(request: Request, server: ViteDevServer): Promise<number> {
  // Before a browser starts, so that a wrong name is told at once.
  const asked = whatIsAsked(request);
  const place = await (request.node
    ? openDawn(request.adapter)
    : openChromium(await server.listen(), request.adapter));
  try {
    console.log(`${place.where}; ${describeAdapter(place.facts)}.`);
    const steps = request.steps ?? (place.facts.isFallback ? 3 : 20);
    if (request.kernels) return await benchKernels(place, contenderOf(request.contender), asked.cases, steps);
    return await benchContenders(place, request, asked, steps);
  } finally {
    await place.close();
  }
}

/** The cases and contenders that the request names. */
function whatIsAsked({ size, variants, only, contender, kernels, node }: Request): Asked {
  const sized = casesOf(size);
  if (!sized) throw new PlainError(`--size takes ${selections.join(', ')}, not "${size}".`);
  if (variants !== undefined && !(size in sizes))
    throw new PlainError(`--variants needs a --size of its own: ${Object.keys(sizes).join(', ')}.`);
  try {
    const cases = variants === undefined ? sized : casesOfVariants(size as SizeName, variants);
    if (kernels && !kernelsAreTimed(contenderOf(contender)))
      throw new Error(`The kernels of ${contender} cannot be timed.`);
    const chosen = only === undefined ? contenders : contendersNamed(only);
    for (const benchCase of cases) contendersFor(benchCase, chosen);
    if (kernels) return { cases, contenders: chosen, python: undefined };
    return { cases, ...present(chosen, only !== undefined, node) };
  } catch (error) {
    throw new PlainError(errorMessage(error));
  }
}

/** Whether there is a timer for its device; in WebAssembly it times the lab's kernels on the session's own thread. */
const kernelsAreTimed = ({ id, device }: ContenderEntry) => device === 'WebGPU' || id === 'lab, processor';

/**
 * Those of the chosen that this machine and place can run; says who is left out and why.
 * @throws Error instead where they were named
 */
function present(
  chosen: readonly ContenderEntry[],
  named: boolean,
  node: boolean,
): Pick<Asked, 'contenders' | 'python'> {
  const python = chosen.some(({ device }) => device === 'PyTorch') ? installedTorch() : undefined;
  const missing = ({ device, browserOnly }: ContenderEntry) => {
    if (browserOnly && node) return 'it needs a browser';
    if (device === 'PyTorch' && python === undefined)
      return 'no Python with PyTorch was found (LAB_PYTHON may name one)';
    return null;
  };
  for (const entry of chosen) {
    const why = missing(entry);
    if (why === null) continue;
    if (named) throw new Error(`${entry.id} cannot run: ${why}.`);
    console.log(`${entry.id} is left out: ${why}.`);
  }
  return { contenders: chosen.filter((entry) => missing(entry) === null), python };
}

async function benchContenders(
  { where, facts, openSession }: Place,
  { rounds, json }: Request,
  { cases, contenders, python }: Asked,
  steps: number,
): Promise<number> {
  const cores = availableParallelism();
  const openRacer = async ({ entry, threads }: Racer) =>
    entry.device === 'PyTorch'
      ? openPyTorch(python as string, threads as number)
      : openSession(entry.sharedMemory === true && threads !== 1);
  console.log(
    `Contenders in turn, medians over rounds; rounds: ${rounds}, steps of each in a round: ${steps}.\n` +
      '"First ÷ single" is the first step over the median of later steps that were waited for one by one too; ' +
      'the steps of a round are not.',
  );
  const results: CaseResult[] = [];
  for (const [i, benchCase] of cases.entries()) {
    const say = (line: string) => progress(`${i + 1} of ${cases.length}: ${line}`);
    const options = { contenders, cores, rounds, steps, openSession: openRacer, progress: say };
    const result = await runCase(benchCase, options);
    clearProgress();
    console.log(`\n${formatCase(result)}`);
    results.push(result);
  }
  if (json) {
    const about = { date: new Date().toISOString(), where, adapter: facts, cores, rounds, steps };
    const failure = writeOrPrint(
      json,
      `${JSON.stringify({ ...about, cases: results.map(caseAsJSON) }, null, 2)}\n`,
    );
    if (failure) throw new PlainError(failure);
  }
  return results.some((result) => disagreements(result).length > 0) ? 1 : 0;
}

async function benchKernels(
  place: Place,
  { id }: ContenderEntry,
  cases: readonly Case[],
  steps: number,
): Promise<number> {
  for (const benchCase of cases) {
    const { size, variant } = benchCase;
    const title = caseTitle(benchCase);
    // Isolated for its clock.
    const session = await place.openSession(true);
    try {
      progress(`${title}: warming up ${id}`);
      await session.call('open', id, { size, variant }, { kernels: true });
      for (let s = 0; s < 2; s++) await session.call('singleStep');
      progress(`${title}: timing ${steps} steps`);
      const times = (await session.call('kernelTimes', steps)) as KernelTimes;
      clearProgress();
      console.log(`\n${formatKernelsOf(id, benchCase, times, steps)}`);
    } finally {
      await session.close();
    }
  }
  return 0;
}

function progress(line: string): void {
  process.stderr.write(process.stderr.isTTY ? `\r\x1b[2K${line}` : `${line}\n`);
}

function clearProgress(): void {
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[2K');
}
