/**
 * What a variant of attention says about itself. Nothing here or in `variants` imports TensorFlow.js at run time, so the
 * page reads names, equations and costs without loading the engine.
 */
import type { ZodType } from 'zod';
import type { Form } from './forms/form';
import type { Mask } from './masks';
import type { SourceId } from './sources';

/**
 * A whole number ≥ 0 that a layer carries beside its variant, `{variant, ...options}`: in experiments, files, links and
 * on the card.
 */
export interface LayerOption {
  name: string;
  /** What it does, in one plain sentence. */
  summary: string;
  /** What stands for it in a link: its own among the options of its variant, for ever, from 1. */
  linkCode: number;
  /** Its bounds, with messages for the user. */
  schema: ZodType<number>;
  default: number;
  /** What the card offers. @param context length T in tokens */
  choices(context: number): { value: number; label: string }[];
}

/** Sizes a cost formula is evaluated at: B batch, L length in tokens, d width, h heads. */
export interface CostSizes {
  B: number;
  L: number;
  d: number;
  h: number;
}

/**
 * What a layer costs: TeX for the card, and the same as numbers (FLOPs; bytes at 16 bit). Time, FLOPs and cache are those of the
 * paper's Tables 5 to 8. Activations are what a training step keeps of the mixer for its backward pass, counted as in Korthikanti et
 * al. 2022 (arXiv 2205.05198, §4.1) without dropout: the input, queries, keys, values, what is mixed of them, and the map where there
 * is one. The running sums of a linear form are taken to be computed anew. A formula that stands in a line of text may break after a +, but
 * not inside braces: brackets stand in them.
 */
export interface VariantCost<Option extends string = never> {
  timeTex: string;
  prefillTex: string;
  decodeTex: string;
  cacheTex: string;
  activationTex: string;
  prefillFlops(s: CostSizes, options: Record<Option, number>): number;
  decodeFlops(s: CostSizes, options: Record<Option, number>): number;
  cacheBytes(s: CostSizes, options: Record<Option, number>): number;
  activationBytes(s: CostSizes, options: Record<Option, number>): number;
}

/** The design principle of attention that a variant relaxes; the paper's four colours. */
export type PrincipleId = 'none' | 'mixing' | 'form' | 'sequence' | 'currentQK';

/**
 * How tokens are mixed: form × mask × source. Every combination works; where a kernel is missing, its composition runs.
 */
export interface Mixing<Option extends string = never> {
  form: Form;
  mask(options: Record<Option, number>): Mask;
  source: SourceId;
}

export interface Variant<Id extends string = string, Option extends string = never> {
  id: Id;
  /** What stands for it in a link: its own for ever. */
  linkCode: number;
  name: string;
  /** At most four letters, for a chip: tells variants apart without colour. */
  short: string;
  principle: PrincipleId;
  /** What it is, in one plain sentence for a student. */
  summary: string;
  /** The defining equation, TeX. */
  tex: string;
  /** Where it comes from: section and equations of arXiv 2510.11602, or another paper. */
  citation: string;
  cost: VariantCost<Option>;
  options: Record<Option, LayerOption>;
  /** null where no token sees another: a gated MLP stands in attention's place. */
  mixing: Mixing<Option> | null;
}
