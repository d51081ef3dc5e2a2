/** The registry of ready experiments, in the order in which they are offered. A new one is a file beside this and a line here. */
import { learningRate } from './learningRate';
import { mixing } from './mixing';
import { orderRecall } from './orderRecall';
import type { ReadyExperiment } from './ready';
import { recall } from './recall';
import { stories } from './stories';

export type { ReadyExperiment } from './ready';

export const readyExperiments: readonly ReadyExperiment[] = [
  stories,
  recall,
  mixing,
  orderRecall,
  learningRate,
];
