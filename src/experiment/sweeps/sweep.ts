/** What a kind of sweep says of itself: what it varies, what can be chosen of it, and which picture its results make. */
import type { Experiment, Run } from '../schema';

/** A value that is chosen out of a list; an id. */
interface ChoiceParameter {
  kind: 'choice';
  /** Whose entries the choices are, if of any. */
  registry?: 'placements' | 'variants';
  /** @param experiment that is swept */
  choices(experiment: Experiment): readonly Choice[];
  default(experiment: Experiment): string;
}

/** What a parameter can be. */
export interface Choice {
  id: string;
  name: string;
  /** What stands for it in a link: its own among the parameter's choices, for ever, from 0. */
  linkCode: number;
}

/** A number between two bounds. */
interface NumberParameter {
  kind: 'number';
  whole: boolean;
  min: number;
  max: number;
  default(experiment: Experiment): number;
}

/** Something that is chosen of a sweep. */
export type SweepParameter = (ChoiceParameter | NumberParameter) & {
  /** What stands for it in a link: its own among the sweep's parameters, for ever, from 1. */
  linkCode: number;
  name: string;
  help: string;
};

/** What was chosen of a sweep, by the parameters' ids. */
export type SweepValues = Readonly<Record<string, number | string>>;

/**
 * How the results are drawn: a bar for each run; a line over a whole number, or over an amount on a logarithmic axis; a cell for each
 * order of layers, or for each variant at each placement; curves with a band over seeds.
 */
type SweepPicture = 'bars' | 'line' | 'logLine' | 'orders' | 'placements' | 'bands';

/** One run of a sweep, before it is multiplied by seeds. */
export interface Variation extends Pick<Run, 'name' | 'layers' | 'overrides'> {
  /** Tells it from the sweep's other runs for as long as the sweep is kept: at most 30 letters. */
  key: string;
  /** Where the picture has it. */
  x: number | string;
  /** Which line of the picture it is on; null where there is one alone. */
  line: string | null;
}

/** An entry of the registry. */
export interface SweepKind {
  id: string;
  /** What stands for it in a link: its own for ever, from 1. */
  linkCode: number;
  name: string;
  /** What it answers, in one sentence. */
  sentence: string;
  parameters: Readonly<Record<string, SweepParameter>>;
  picture: SweepPicture;
  /** What a line is over, the title of that axis. */
  axis?: string;
  /**
   * Lists its runs.
   * @param experiment whose settings they share @param values one of each parameter, within its bounds
   */
  variations(experiment: Experiment, values: SweepValues): Variation[];
}
