/** The atlas as the page has it: an index of plans, what came of each, and the curves of one task or text at a time. */
import { z } from '../zod';
import { resultSchema } from './results';

const number = z.number();

/** What is published of the plans, in `atlas/index.json`; the page opens with the first. */
export const indexSchema = z.array(
  z.object({
    /** Names the plan's files: `atlas/ID.json`, and `atlas/ID/SUBJECT.json` for the curves. */
    id: z.string(),
    title: z.string(),
    /** Runs that are there: the plan with the most is the first. */
    trained: number,
  }),
);

/** What came of a plan. */
export const overviewSchema = z.object({
  title: z.string(),
  /** Computed all of it. */
  engine: z.object({ name: z.string(), version: number, build: z.string() }),
  /** Runs that the plan asks for, and those that are there. */
  planned: number,
  trained: number,
  seeds: z.array(number),
  results: z.array(resultSchema),
});

const curvesSchema = z.object({
  link: z.string(),
  /** Entry i of `loss` and `accuracy` is of step i · every, and the last of the last step; `trainLoss` begins at step `every`. */
  every: number,
  loss: z.array(number),
  accuracy: z.array(number).optional(),
  trainLoss: z.array(number),
});

/** The curves of one task or text, by `curvesKey`. */
export const subjectSchema = z.record(z.string(), curvesSchema);

export type AtlasIndex = z.infer<typeof indexSchema>;
export type Overview = z.infer<typeof overviewSchema>;
export type CellCurves = z.infer<typeof curvesSchema>;
export type SubjectCurves = z.infer<typeof subjectSchema>;

/** Names a run of a subject. @param stack whose own run it is */
export const curvesKey = (stack: string, size: string, seed: number): string => `${stack}/${size}/${seed}`;
