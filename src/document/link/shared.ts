/** What a link carries: an experiment, the view on it, and perhaps a text, curves and a sweep. */
import type { Experiment } from '../../experiment/schema';
import type { SweepChoice } from '../../experiment/sweeps/choice';
import type { View } from '../view';

/** The user's own text, or what identifies its file. */
export type SharedText =
  | { kind: 'text'; name: string; text: string }
  | {
      kind: 'file';
      name: string;
      /** Of UTF-8. */
      bytes: number;
      /** @see textHash */
      hash: number;
    };

export interface SharedPoint {
  step: number;
  /** Nats per token, or a share of right answers. */
  value: number;
}

/** One run's curves, decimated; the training loss as the chart smoothed it. */
export interface SharedCurves {
  train: SharedPoint[];
  validation: SharedPoint[];
  accuracy: SharedPoint[];
}

export interface Shared {
  experiment: Experiment;
  view: View;
  /** Only where the experiment trains on the user's own. */
  text: SharedText | null;
  /** One for each run, or null for none at all. */
  curves: SharedCurves[] | null;
  /** Over the experiment; its runs are not in the link. */
  sweep?: SweepChoice | undefined;
}
