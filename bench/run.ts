/** The terminal's side of the bench: which contender works when, how long is left, and what comes out. */
import { parameterCount } from '../src/model/config';
import { type ContenderEntry, contendersFor, type Racer, racersOf, racerTitle } from './contenders';
import { type CaseResult, type Measured, median } from './report';
import type { Round, SingleStep } from './session';
import { type Case, caseTitle } from './sizes';
import { createTask } from './task';

/** A page or process; `call` runs a function of bench/session.ts there, or what answers as it does. */
export interface Session {
  call(name: string, ...args: unknown[]): Promise<unknown>;
  close(): Promise<void>;
}

export interface RunOptions {
  /** Who runs; all without it. */
  contenders?: readonly ContenderEntry[];
  /** Of the machine: how many threads a contender may have. */
  cores: number;
  /** Rounds of A B C, A B C, …; medians are taken over them. */
  rounds: number;
  /** Steps of each contender in a round. */
  steps: number;
  openSession: (racer: Racer) => Promise<Session>;
  /** Shows where the bench stands, in place of what it showed before. */
  progress: (line: string) => void;
}

/** Read one by one; the third serves the comparison of optimizers, and the later ones are free of compiling. */
const warmSteps = 3;
/** A peer whose step takes longer is left out. */
const peerPatienceMs = 60_000;

interface Entry {
  measured: Measured;
  session: Session;
  patienceMs: number;
  /** Of a step without compiling. */
  stepMs: number;
}

export async function runCase(benchCase: Case, options: RunOptions): Promise<CaseResult> {
  const racers = racersOf(contendersFor(benchCase, options.contenders), options.cores);
  const open: Entry[] = [];
  try {
    for (const racer of racers) {
      const { id, engine, sameOptimizer } = racer.entry;
      const session = await options.openSession(racer);
      const measured: Measured = {
        id,
        device: '',
        threads: racer.threads,
        sameOptimizer,
        losses: [],
        firstStepMs: 0,
        singleStepMs: [],
        peakBytes: null,
        rounds: [],
      };
      const patienceMs = engine === 'lab' ? Infinity : peerPatienceMs;
      const entry: Entry = { measured, session, patienceMs, stepMs: 0 };
      open.push(entry);
      entry.stepMs = await warmUp(entry, benchCase, options);
      if (entry.stepMs > entry.patienceMs) {
        measured.leftOut = `a step takes ${Math.round(entry.stepMs / 1000)} s, over ${entry.patienceMs / 1000} s`;
        await session.close();
      }
    }
    const racing = open.filter(({ measured }) => measured.leftOut === undefined);
    let msLeft = options.rounds * options.steps * racing.reduce((sum, { stepMs }) => sum + stepMs, 0);
    for (let r = 0; r < options.rounds; r++) {
      for (const { measured, session, stepMs } of racing) {
        const where = `${caseTitle(benchCase)}: round ${r + 1} of ${options.rounds}, ${titleOf(measured)}`;
        options.progress(`${where}, about ${Math.ceil(msLeft / 1000)} s left`);
        measured.rounds.push((await session.call('round', options.steps)) as Round);
        msLeft -= options.steps * stepMs;
      }
    }
    // An engine may take up more once it has found its stride.
    for (const { measured, session } of racing) {
      options.progress(`${caseTitle(benchCase)}: memory of ${titleOf(measured)}`);
      const { milliseconds, peakBytes } = (await session.call('singleStep')) as SingleStep;
      measured.singleStepMs.push(milliseconds);
      measured.peakBytes = largest(measured.peakBytes, peakBytes);
    }
  } finally {
    await Promise.all(open.map(({ session }) => session.close()));
  }
  const parameters = parameterCount(createTask(benchCase).config);
  return { ...benchCase, parameters, contenders: open.map(({ measured }) => measured) };
}

const titleOf = ({ id, threads }: Measured) => racerTitle(id, threads);

/** Of bytes that may not be known. */
const largest = (a: number | null, b: number | null) => (b === null ? a : Math.max(a ?? 0, b));

/** Starts a contender and takes its first steps. @returns what a step takes without compiling, in ms */
async function warmUp(
  { measured, session, patienceMs }: Entry,
  benchCase: Case,
  { progress }: RunOptions,
): Promise<number> {
  const { id, losses } = measured;
  const title = titleOf(measured);
  progress(`${caseTitle(benchCase)}: starting ${title}`);
  const { size, variant } = benchCase;
  const { threads } = measured;
  measured.device = (await session.call('open', id, { size, variant }, { threads })) as string;
  for (let s = 0; s < warmSteps; s++) {
    progress(`${caseTitle(benchCase)}: ${title}, warm-up step ${s + 1} of ${warmSteps}`);
    const { loss, milliseconds, peakBytes } = (await session.call('singleStep')) as SingleStep;
    losses.push(loss);
    measured.peakBytes = largest(measured.peakBytes, peakBytes);
    if (s === 0) measured.firstStepMs = milliseconds;
    else measured.singleStepMs.push(milliseconds);
    // Seen to be too slow, a peer is not asked for a third.
    if (s > 0 && milliseconds > patienceMs) break;
  }
  return median(measured.singleStepMs);
}
