// The one seed of a run's random tests, in Node and in the browser alike. LAB_SEED=… repeats a run's draws.

import { inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    seed: number;
  }
}

/** An integer from 0 to 2³² − 1, which vitest.config.ts draws or takes from LAB_SEED, and prints. */
export const seed = inject('seed');
