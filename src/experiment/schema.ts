/**
 * An Experiment is plain JSON: shared settings and several runs, each a stack of variants. One schema, used everywhere.
 */

import { layerSchema } from '../attention/layers';
import { characterCount } from '../data/characters';
import { checkTaskChoice, chosenTask, type TaskChoice } from '../data/tasks';
import { entryName, words } from '../format/words';
import { z } from '../zod';

/** Bounds of a stack and of an experiment, about what a browser tab can train; and how many styles a run can have. */
export const limits = { layers: 24, runs: 8, styles: 8, nameLength: 60, evalWindows: 256 } as const;

function whole(min: number, max: number) {
  const error = () => words('experiment.whole', 'Give a whole number from {{min}} to {{max}}.', { min, max });
  return z.int({ error }).min(min, { error }).max(max, { error });
}

function between(min: number, max: number) {
  const error = () => words('experiment.between', 'Give a number from {{min}} to {{max}}.', { min, max });
  return z.number({ error }).min(min, { error }).max(max, { error });
}

function positive(max: number) {
  const error = () => words('experiment.positive', 'Give a number above 0, at most {{max}}.', { max });
  return z.number({ error }).positive({ error }).max(max, { error });
}

const modelSchema = z
  .strictObject({
    dModel: whole(8, 1024),
    heads: whole(1, 32),
    /** Equal to heads for multi-head attention; fewer for grouped-query attention. */
    kvHeads: whole(1, 32),
    /** Hidden size of the SwiGLU feed-forward. */
    ffn: whole(8, 4096),
    /** Context length T in tokens. */
    context: whole(8, 1024),
    qkvBias: z.boolean(),
    qkNorm: z.boolean(),
    tieEmbeddings: z.boolean(),
  })
  .superRefine((m, ctx) => {
    const say = (path: string, message: string) => ctx.addIssue({ code: 'custom', path: [path], message });
    if (m.dModel % m.heads !== 0)
      say(
        'heads',
        words('experiment.heads', '{{heads}} heads do not divide a width of {{width}}; pick a divisor.', {
          heads: m.heads,
          width: m.dModel,
        }),
      );
    else if ((m.dModel / m.heads) % 2 !== 0)
      say(
        'heads',
        words(
          'experiment.oddHead',
          'RoPE needs an even head size; {{width}} / {{heads}} is odd. Pick another number of heads.',
          { heads: m.heads, width: m.dModel },
        ),
      );
    if (m.heads % m.kvHeads !== 0)
      say(
        'kvHeads',
        words(
          'experiment.kvHeads',
          '{{kvHeads}} key-value heads do not divide {{heads}} heads; pick a divisor.',
          { heads: m.heads, kvHeads: m.kvHeads },
        ),
      );
  });

const seed = whole(0, 2 ** 32 - 1);

const optimizerSchema = z.strictObject({
  learningRate: positive(1),
  /** Steps of linear warm-up, then cosine down to minLearningRate. */
  warmup: whole(0, 100_000),
  minLearningRate: between(0, 1),
  beta1: between(0, 0.9999),
  beta2: between(0, 0.9999),
  epsilon: positive(1),
  weightDecay: between(0, 10),
  /** Global norm at which the gradient is clipped. */
  clipNorm: positive(1e6),
});

/** Settings that a run has in place of the shared ones: those of the registry that may differ from run to run. */
export const overridesSchema = z.strictObject({
  seed: seed.optional(),
  optimizer: optimizerSchema.partial().optional(),
  model: z.strictObject({ qkNorm: z.boolean().optional() }).optional(),
  /** Heads that are switched off, as layer and head, from 0; those that the run does not have are ignored. */
  headsOff: z.array(z.tuple([whole(0, limits.layers - 1), whole(0, 31)])).optional(),
});

export const runSchema = z.strictObject({
  id: z.string().min(1).max(40),
  name: z
    .string()
    .trim()
    .min(1, { error: () => words('experiment.noName', 'Give the run a name.') })
    .refine((name) => characterCount(name) <= limits.nameLength, {
      error: () =>
        words('experiment.longName', 'A name has at most {{most}} characters.', { most: limits.nameLength }),
    }),
  layers: z
    .array(layerSchema)
    .min(1, { error: () => words('experiment.noLayer', 'A stack needs at least one layer.') })
    .max(limits.layers, {
      error: () =>
        words('experiment.manyLayers', 'A stack has at most {{most}} layers.', { most: limits.layers }),
    }),
  overrides: overridesSchema.optional(),
  /** Begins as that run was after so many steps, in place of the start. */
  branchOf: z.strictObject({ run: z.string().max(40), step: whole(0, 1_000_000) }).optional(),
  /** Colour, dash and mark; those of its place where it is left out. @see styleOf */
  style: whole(0, limits.styles - 1).optional(),
});

const taskSchema = z
  .strictObject({ id: z.string(), knobs: z.record(z.string(), z.number()) })
  .superRefine((choice, ctx) => {
    const wrong = checkTaskChoice(choice);
    if (wrong) ctx.addIssue({ code: 'custom', ...wrong });
  });

/** Returns why a task does not fit the context, a message for the user; null where it does. */
function tooLongFor(context: number, choice: TaskChoice): string | null {
  const { task, smallestContext } = chosenTask(choice);
  if (context >= smallestContext) return null;
  return words(
    'experiment.shortContext',
    '{{task}}, as it is set, needs a context of at least {{needed}} tokens, and this one has {{context}}. Choose a longer context or an easier task.',
    { task: entryName('tasks', task), needed: smallestContext, context },
  );
}

const tooManyRuns = () =>
  words('experiment.manyRuns', 'An experiment has at most {{most}} runs. A sweep has room for more.', {
    most: limits.runs,
  });

const experimentFields = z.strictObject({
  version: z.literal(1),
  /** What is learned in place of a text: the texts' own settings then wait. null for a text. */
  task: taskSchema.nullable().default(null),
  /** An id of the corpus registry, or 'ownText'. */
  corpus: z.string().min(1).max(40),
  /** How many pieces (stories, say) are made of a corpus that is as long as one wants. */
  corpusSize: whole(100, 100_000).default(4000),
  tokenizer: z.string().min(1).max(40),
  /** Tokens that a tokenizer whose vocabulary has a size is trained to. */
  vocabSize: whole(256, 8192).default(512),
  model: modelSchema,
  batch: whole(1, 256),
  /** Of the learning rate's schedule, which ends at its minimum. */
  steps: whole(1, 100_000),
  /** After them, at that minimum: a run that was extended. */
  moreSteps: whole(0, 100_000).default(0),
  /** Validation loss is taken every so many steps, on so many held-out windows. */
  evalInterval: whole(1, 10_000),
  evalWindows: whole(1, limits.evalWindows),
  optimizer: optimizerSchema,
  seed,
  runs: z
    .array(runSchema)
    .min(1, { error: () => words('experiment.noRun', 'An experiment needs at least one run.') })
    .max(limits.runs, { error: tooManyRuns }),
});

/** Says why a branch cannot be trained, a message for the user; null where it can, and of a run that is none. */
function wrongBranch({ name, branchOf }: Run, { runs, ...schedule }: Experiment): string | null {
  if (!branchOf) return null;
  if (branchOf.step > totalSteps(schedule))
    return words(
      'experiment.branch.beyond',
      '“{{run}}” is a branch from step {{step}}, so there must be as many steps. Give more, or remove it first.',
      { run: name, step: branchOf.step },
    );
  const origin = runs.find(({ id }) => id === branchOf.run);
  if (!origin)
    return words(
      'experiment.branch.gone',
      '“{{run}}” is a branch of a run that is not there. Remove the branch first.',
      { run: name },
    );
  if ((origin.branchOf?.step ?? 0) > branchOf.step)
    return words(
      'experiment.branch.before',
      '“{{run}}” is a branch from a step at which “{{origin}}” had not begun. Choose a later step.',
      { run: name, origin: origin.name },
    );
  let ancestor: Run | undefined = origin;
  for (let n = 0; ancestor?.branchOf && n < runs.length; n++) {
    const parent: string = ancestor.branchOf.run;
    ancestor = runs.find(({ id }) => id === parent);
  }
  if (!ancestor?.branchOf) return null;
  return words(
    'experiment.branch.itself',
    '“{{run}}” is a branch of itself. Choose another run for it to begin as.',
    { run: name },
  );
}

export const experimentSchema = experimentFields.superRefine((experiment, ctx) => {
  const { task, model, runs } = experiment;
  for (const [i, run] of runs.entries()) {
    const wrong = wrongBranch(run, experiment);
    if (wrong) ctx.addIssue({ code: 'custom', path: ['runs', i, 'branchOf'], message: wrong });
  }
  if (!task || checkTaskChoice(task)) return;
  const message = tooLongFor(model.context, task);
  if (message) ctx.addIssue({ code: 'custom', path: ['task'], message });
});

export type Experiment = z.infer<typeof experimentSchema>;
export type ModelSettings = Experiment['model'];
export type OptimizerSettings = Experiment['optimizer'];
/** All that decides which tokens a text becomes. */
export type TextSettings = Pick<Experiment, 'corpus' | 'corpusSize' | 'tokenizer' | 'vocabSize'>;
export type Run = Experiment['runs'][number];
export type Overrides = z.infer<typeof overridesSchema>;

export type Parsed =
  | { ok: true; experiment: Experiment }
  | {
      ok: false;
      /** The first issue, a message for the user. */
      reason: string;
      /** The field's path. */
      place: string;
      /** The reason, with the path before it. */
      message: string;
    };

/** Steps that a run takes in all. */
export const totalSteps = ({ steps, moreSteps }: Pick<Experiment, 'steps' | 'moreSteps'>): number =>
  steps + moreSteps;

/** Picks the settings that decide which tokens a text becomes. */
export const textSettings = ({ corpus, corpusSize, tokenizer, vocabSize }: Experiment): TextSettings => ({
  corpus,
  corpusSize,
  tokenizer,
  vocabSize,
});

/** Validates an experiment. Never throws. @returns it with defaults filled in, or the first issue */
export function parseExperiment(value: unknown): Parsed {
  const result = experimentSchema.safeParse(value);
  if (!result.success) {
    const issue = result.error.issues[0];
    return refuse(
      issue?.path.join('.') || 'experiment',
      issue?.message ?? words('experiment.unreadable', 'It cannot be read.'),
    );
  }
  const ids = result.data.runs.map((run) => run.id);
  if (new Set(ids).size < ids.length)
    return refuse('runs', words('experiment.sameId', 'Two runs have the same id.'));
  return { ok: true, experiment: result.data };
}

function refuse(place: string, reason: string): Parsed {
  return { ok: false, reason, place, message: `${place}: ${reason}` };
}
