/** Every engine at its fastest, on whatever device and number of threads that is: what a user would pick of each. */
import { type ContenderEntry, contenderOf, racerTitle } from './contenders';
import { figures, type Measured } from './report';
import { formatTable, ms, none, times } from './table';

export interface Fastest extends Pick<Measured, 'id' | 'device' | 'threads'> {
  engine: ContenderEntry['engine'];
  stepMs: number;
  /** The lab's fastest step as a multiple of this one; null where the lab took no part. */
  labOverIt: number | null;
}

/** By their step's time; engines of which nobody was measured are not there. */
export function fastestOfEach(contenders: readonly Measured[]): Fastest[] {
  const best = new Map<string, Omit<Fastest, 'labOverIt'>>();
  for (const measured of contenders) {
    const { id, device, threads } = measured;
    const { engine } = contenderOf(id);
    const stepMs = figures(measured, 1)?.stepMs;
    if (stepMs !== undefined && stepMs < (best.get(engine)?.stepMs ?? Infinity))
      best.set(engine, { engine, id, device, threads, stepMs });
  }
  const lab = best.get('lab')?.stepMs;
  return [...best.values()]
    .map((one) => ({ ...one, labOverIt: lab === undefined ? null : lab / one.stepMs }))
    .sort((a, b) => a.stepMs - b.stepMs);
}

/** A table; nothing where there is nobody to hold the lab to. */
export function formatFastest(contenders: readonly Measured[]): string[] {
  const fastest = fastestOfEach(contenders);
  if (fastest.length < 2 || fastest.every(({ engine }) => engine !== 'lab')) return [];
  const rows = fastest.map(({ id, device, threads, stepMs, labOverIt }) => [
    racerTitle(id, threads),
    device,
    threads === null ? none : `${threads}`,
    ms(stepMs),
    labOverIt === null ? none : times(labOverIt),
  ]);
  const header = ['each engine at its fastest', 'device', 'threads', 'ms a step', 'the lab’s fastest to it'];
  return ['', formatTable(header, rows, 2)];
}
