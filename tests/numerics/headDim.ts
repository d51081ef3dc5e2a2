import { Random } from '../../src/data/random';
import { seed } from '../support/seed';

/** Length of the heads in all random comparisons of a run, 2 to 10: the kernels of each length compile for seconds. */
export const drawnHeadDim = 2 * (1 + new Random(seed).fork('headDim').int(5));
