/** A plan of the atlas: tasks and texts × stacks × sizes × seeds, as JSON in experiments/atlas. */
import { corpora } from '../data/corpora';
import { checkTaskChoice, getTask, taskChoice, tasks } from '../data/tasks';
import { z } from '../zod';
import { stackRuleSchema, stackSchema } from './stacks';

/** Parts of an experiment; the experiments that they make are checked by its own schema. */
const settings = z.looseObject({
  model: z.looseObject({}).optional(),
  optimizer: z.looseObject({}).optional(),
});

const taskIds = tasks.map(({ id }) => id);
const corpusIds = corpora.map(({ id }) => id);

/** A task or a text, and what a plan sets for it alone. */
const subjectSchema = z
  .strictObject({
    task: z.string().optional(),
    /** Without one, each is at its default. */
    knobs: z.record(z.string(), z.number()).optional(),
    text: z.enum(corpusIds, `Name a text: ${corpusIds.join(', ')}.`).optional(),
    /** Steps of every stack on it, instead of the plan's. */
    steps: z.int('Give a whole number of steps.').min(1, 'Give at least one step.').optional(),
  })
  .superRefine(({ task, knobs, text }, ctx) => {
    const say = (path: string[], message: string) => ctx.addIssue({ code: 'custom', path, message });
    if ((task === undefined) === (text === undefined)) return say([], 'Name either a task or a text.');
    if (task === undefined) return knobs && say(['knobs'], 'A text has no knobs.');
    if (!taskIds.includes(task))
      return say(['task'], `There is no task "${task}". There are: ${taskIds.join(', ')}.`);
    const wrong = checkTaskChoice({ id: task, knobs: { ...taskChoice(task).knobs, ...knobs } });
    if (wrong) say(wrong.path, wrong.message);
  });

export type Subject = z.infer<typeof subjectSchema>;

/** A word that becomes a part of ids. */
const word = z.string().regex(/^[\w.-]+$/, 'An id has letters, digits, "-", "_" and "." alone.');

const planSchema = z.strictObject({
  version: z.literal(1),
  title: z.string().trim().min(1, 'Give the plan a title.'),
  /** Of every cell. */
  settings,
  subjects: z.array(subjectSchema).min(1, 'A plan needs at least one task or text.'),
  stacks: z.array(stackRuleSchema).min(1, 'A plan needs at least one stack.'),
  /** Each replaces some of the settings. */
  sizes: z
    .array(settings.extend({ id: word }))
    .min(1, 'A plan needs at least one size.')
    .refine(
      (sizes) => new Set(sizes.map(({ id }) => id)).size === sizes.length,
      'Two sizes have the same id.',
    ),
  seeds: z
    .array(z.int('A seed is a whole number.').min(0, 'A seed is at least 0.'))
    .min(1, 'A plan needs at least one seed.')
    .refine((seeds) => new Set(seeds).size === seeds.length, 'A seed is there twice.'),
  /** Stacks that are trained before all others, on all subjects at all sizes and seeds. */
  first: z.array(stackSchema).default([]),
  /** Two cells each, by their ids without the seed: they are held against each other, and no others are trained. */
  comparisons: z
    .array(z.tuple([z.string(), z.string()], 'A comparison has two cells.'))
    .min(1, 'Name at least one comparison.')
    .optional(),
});

export type Plan = z.infer<typeof planSchema>;

export type ParsedPlan = { ok: true; plan: Plan } | { ok: false /** For the reader. */; message: string };

/** Checks a plan. Never throws. */
export function parsePlan(value: unknown): ParsedPlan {
  const result = planSchema.safeParse(value);
  if (result.success) return { ok: true, plan: result.data };
  const [issue] = result.error.issues;
  return {
    ok: false,
    message: `${issue?.path.join('.') || 'plan'}: ${issue?.message ?? 'It cannot be read.'}`,
  };
}

/** Names a subject: "recall", "recall-pairs-8" or "stories". */
export function subjectId({ task, knobs, text }: Subject): string {
  if (task === undefined) return text as string;
  const defaults = getTask(task).knobs;
  const own = Object.entries(knobs ?? {}).filter(([name, value]) => defaults[name]?.default !== value);
  return [task, ...own.flat()].join('-');
}
