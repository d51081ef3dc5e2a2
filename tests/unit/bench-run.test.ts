// The order in which the bench lets contenders work, and whom it leaves out. Sessions are played by a script of times.

import { expect, test } from 'vitest';
import { contenders, contendersFor, contendersNamed, optionOf, racersOf } from '../../bench/contenders';
import { runCase, type Session } from '../../bench/run';
import type { Case } from '../../bench/sizes';

/** @param stepMs what a step takes by contender @param log gets "ID call" for each call after the opening */
function players(stepMs: Record<string, number>, log: string[]): () => Promise<Session> {
  return async () => {
    let id = '';
    const answers: Record<string, (...args: unknown[]) => unknown> = {
      open: (name) => {
        id = name as string;
        return `device of ${id}`;
      },
      singleStep: () => ({ loss: 4, milliseconds: stepMs[id], peakBytes: 5 }),
      round: (steps) => ({ stepMs: stepMs[id], scriptMs: Array(steps as number).fill(1), dispatches: 2 }),
    };
    return {
      call: async (name, ...args) => {
        const value = answers[name]?.(...args);
        if (name !== 'open') log.push(`${id} ${name}`);
        return value;
      },
      close: async () => {
        log.push(`${id} close`);
      },
    };
  };
}

const ids = contenders.map((c) => c.id);
const small: Case = { size: 'small', variant: 'standard', peers: true };
const quiet = { cores: 1, progress: () => {} };
/** Of one core there are no workers to share steps. */
const idsOnOneCore = ids.filter((id) => id !== 'lab, processor, all cores');

test('contenders take turns, round by round', async () => {
  const log: string[] = [];
  const openSession = players(Object.fromEntries(ids.map((id) => [id, 10])), log);
  const result = await runCase(small, { rounds: 2, steps: 3, openSession, ...quiet });
  expect(log.filter((line) => line.endsWith('round'))).toEqual(
    [...idsOnOneCore, ...idsOnOneCore].map((id) => `${id} round`),
  );
  for (const c of result.contenders) {
    expect(c.rounds).toHaveLength(2);
    expect(c.losses).toEqual([4, 4, 4]);
    // The later two of the warm-up, and the one for memory at the end.
    expect(c.singleStepMs).toEqual([10, 10, 10]);
    expect(c.leftOut).toBeUndefined();
    expect(c.device).toBe(`device of ${c.id}`);
  }
});

test('a peer whose step takes over a minute is left out, this engine never', async () => {
  const log: string[] = [];
  const openSession = players(Object.fromEntries(ids.map((id) => [id, 61_000])), log);
  const { contenders: measured } = await runCase(small, { rounds: 1, steps: 1, openSession, ...quiet });
  for (const c of measured) {
    const own = contenders.find(({ id }) => id === c.id)?.engine === 'lab';
    expect(c.rounds).toHaveLength(own ? 1 : 0);
    if (!own) expect(c.leftOut).toBe('a step takes 61 s, over 60 s');
    expect(log).toContain(`${c.id} close`);
  }
});

test('a variant that the peers do not know is trained by this engine alone', async () => {
  const openSession = players(Object.fromEntries(ids.map((id) => [id, 10])), []);
  const benchCase: Case = { size: 'small', variant: 'mlp', peers: false };
  const { contenders: measured } = await runCase(benchCase, { rounds: 1, steps: 1, openSession, ...quiet });
  expect(measured.map((c) => c.id)).toEqual(['lab', 'lab, processor', 'lab, plain']);
});

test('with a choice of contenders the others are not even opened', async () => {
  const log: string[] = [];
  const lab = contendersNamed('lab');
  const openSession = players({ lab: 10 }, log);
  const { contenders: measured } = await runCase(small, {
    contenders: lab,
    rounds: 2,
    steps: 1,
    openSession,
    ...quiet,
  });
  expect(measured.map((c) => c.id)).toEqual(['lab']);
  expect(log.filter((line) => line.endsWith('close'))).toEqual(['lab close']);
});

test('contenders are named with commas, in any order and each once; an unknown one is told with those there are', () => {
  const named = (names: string) => contendersNamed(names).map(({ id }) => id);
  expect(named('jax-js, lab,lab')).toEqual(['lab', 'jax-js']);
  expect(named('lab-plain,lab-processor,jax-js-wasm')).toEqual([
    'lab, processor',
    'jax-js wasm',
    'lab, plain',
  ]);
  expect(named(ids.map(optionOf).join(','))).toEqual(ids);
  const sentence =
    'There is no contender "torch"; the contenders are lab, lab-processor, lab-processor-all-cores, stock, jax-js, jax-js-wasm, pytorch, lab-plain.';
  expect(() => contendersNamed('lab,torch')).toThrow(sentence);
  expect(() => contendersNamed('')).toThrow('There is no contender ""');
});

test('a name on the command line has no comma and no space, and is no other contender’s', () => {
  const names = ids.map(optionOf);
  expect(new Set(names).size).toBe(ids.length);
  for (const name of names) expect(name).toMatch(/^[a-z-]+$/);
});

test('a contender on the processor races with each number of threads it is for, each once', () => {
  const threadsOf = (name: string, cores: number) =>
    racersOf(contendersNamed(name), cores).map(({ threads }) => threads);
  expect(threadsOf('lab', 8)).toEqual([null]);
  expect(threadsOf('lab-processor', 8)).toEqual([1]);
  expect([1, 2, 3, 8].map((cores) => threadsOf('lab-processor-all-cores', cores))).toEqual([
    [],
    [2],
    [2],
    [4],
  ]);
  expect([1, 2, 8].map((cores) => threadsOf('jax-js-wasm', cores))).toEqual([[1], [1, 2], [1, 8]]);
  const counts = [[1], [1, 2], [1, 2, 3], [1, 2, 4, 8], [1, 2, 4, 8, 12]];
  expect([1, 2, 3, 8, 12].map((cores) => threadsOf('pytorch', cores))).toEqual(counts);
});

test('a racer is opened with its threads, and keeps them in what was measured', async () => {
  const opened: (number | null)[] = [];
  const open = players({ pytorch: 10 }, []);
  const { contenders: measured } = await runCase(small, {
    ...quiet,
    contenders: contendersNamed('pytorch'),
    cores: 2,
    rounds: 1,
    steps: 1,
    openSession: ({ threads }) => {
      opened.push(threads);
      return open();
    },
  });
  expect(opened).toEqual([1, 2]);
  expect(measured.map(({ threads }) => threads)).toEqual([1, 2]);
});

test('a case that none of the chosen can train is refused with its name', () => {
  const mlp: Case = { size: 'small', variant: 'mlp', peers: false };
  expect(() => contendersFor(mlp, contendersNamed('stock,jax-js'))).toThrow(
    'small (L4 d128 T128 B8), mlp: stock, jax-js cannot train it',
  );
  expect(contendersFor(mlp, contendersNamed('stock,lab')).map(({ id }) => id)).toEqual(['lab']);
});

test('progress names a case with its size', async () => {
  const lines: string[] = [];
  const openSession = players(Object.fromEntries(ids.map((id) => [id, 10])), []);
  await runCase(small, { ...quiet, rounds: 1, steps: 1, openSession, progress: (line) => lines.push(line) });
  expect(lines.length).toBeGreaterThan(ids.length);
  for (const line of lines) expect(line).toMatch(/^small \(L4 d128 T128 B8\), standard: /);
});

test('sessions are closed where a contender fails', async () => {
  const log: string[] = [];
  const openSession = async (): Promise<Session> => ({
    call: async () => {
      throw new Error('The GPU refused 1 calls');
    },
    close: async () => {
      log.push('close');
    },
  });
  await expect(runCase(small, { rounds: 1, steps: 1, openSession, ...quiet })).rejects.toThrow(
    'The GPU refused',
  );
  expect(log).toEqual(['close']);
});
