// The order in which the bench lets contenders work, and whom it leaves out. Sessions are played by a script of times.

import { expect, test } from 'vitest';
import { contenders, contendersFor, contendersNamed } from '../../bench/contenders';
import { runCase, type Session } from '../../bench/run';
import type { Case } from '../../bench/sizes';

/** @param stepMs what a step takes by contender @param log gets "ID call" for each call after the opening */
function players(stepMs: Record<string, number>, log: string[]): () => Promise<Session> {
  return async () => {
    let id = '';
    const answers: Record<string, (...args: unknown[]) => unknown> = {
      open: (name) => {
        id = name as string;
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
const quiet = { progress: () => {} };

test('contenders take turns, round by round', async () => {
  const log: string[] = [];
  const openSession = players(Object.fromEntries(ids.map((id) => [id, 10])), log);
  const result = await runCase(small, { rounds: 2, steps: 3, openSession, ...quiet });
  expect(log.filter((line) => line.endsWith('round'))).toEqual([...ids, ...ids].map((id) => `${id} round`));
  for (const c of result.contenders) {
    expect(c.rounds).toHaveLength(2);
    expect(c.losses).toEqual([4, 4, 4]);
    // The later two of the warm-up, and the one for memory at the end.
    expect(c.singleStepMs).toEqual([10, 10, 10]);
    expect(c.leftOut).toBeUndefined();
  }
});

test('a peer whose step takes over a minute is left out, this engine never', async () => {
  const log: string[] = [];
  const openSession = players(Object.fromEntries(ids.map((id) => [id, 61_000])), log);
  const { contenders: measured } = await runCase(small, { rounds: 1, steps: 1, openSession, ...quiet });
  for (const c of measured) {
    const own = contenders.find(({ id }) => id === c.id)?.own;
    expect(c.rounds).toHaveLength(own ? 1 : 0);
    if (!own) expect(c.leftOut).toBe('a step takes 61 s, over 60 s');
    expect(log).toContain(`${c.id} close`);
  }
});

test('a variant that the peers do not know is trained by this engine alone', async () => {
  const openSession = players(Object.fromEntries(ids.map((id) => [id, 10])), []);
  const benchCase: Case = { size: 'small', variant: 'mlp', peers: false };
  const { contenders: measured } = await runCase(benchCase, { rounds: 1, steps: 1, openSession, ...quiet });
  expect(measured.map((c) => c.id)).toEqual(contenders.filter((c) => c.own).map((c) => c.id));
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
  expect(named(ids.join(','))).toEqual(ids);
  const sentence =
    'There is no contender "torch"; the contenders are lab, lab-processor, stock, jax-js, lab-plain.';
  expect(() => contendersNamed('lab,torch')).toThrow(sentence);
  expect(() => contendersNamed('')).toThrow('There is no contender ""');
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
  await runCase(small, { rounds: 1, steps: 1, openSession, progress: (line) => lines.push(line) });
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
