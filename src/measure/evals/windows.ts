/** The windows of what is held out, as requests: the same for every model. */
import type { EvalData, Request } from './types';

/** Makes requests of at most `count` windows, for everything that is due in them. */
export function windowRequests({ windows, context }: EvalData, count: number): Request[] {
  const { inputs, targets, rows } = windows(count);
  return Array.from({ length: rows }, (_, row) => {
    const [start, end] = [row * context, (row + 1) * context];
    return { inputs: inputs.subarray(start, end), targets: targets.subarray(start, end) };
  });
}
