/** A lesson is data: steps, each of which declares what the page shows. One file a lesson; docs/adding-a-lesson.md explains it. */
import { mapValues } from 'es-toolkit';
import { wrongIn } from '../document/numberList';
import { viewFields } from '../document/view';
import { experimentSchema, limits } from '../experiment/schema';
import { words } from '../format/words';
import { evaluations } from '../measure/evals';
import { z } from '../zod';
import { editSchema } from './edits';
import { exerciseSchema } from './exercise';
import { curveQuantitySchema, measureSchema } from './measures';
import { markSchema, pagePartSchema } from './parts';
import { questionSchema } from './questions';
import { lessonTextSchema } from './text';

export const lessonVersion = 1;

const id = z
  .string()
  .max(40)
  .regex(/^[a-z][a-zA-Z0-9-]*$/, {
    error: () => words('lesson.id', 'an id is of letters, digits and hyphens'),
  });

/** Any part of the view; what a step leaves out is as the step before has it. */
const viewChangeSchema = z.strictObject(
  mapValues(viewFields, ({ schema }) => z.optional(schema as z.ZodType)),
);

/** Where a training of a step ends, before its experiment does. */
const untilSchema = z.union([
  z.strictObject({ step: z.int().min(1) }),
  /** The reader's own click on Pause. */
  z.strictObject({ click: z.literal(true) }),
  z.strictObject({
    measure: z.strictObject({ run: measureSchema.shape.run, of: curveQuantitySchema }),
    reaches: z.number(),
  }),
]);

/** Seconds that a step waits for its training, where it does not say. */
export const defaultPatience = 60;

const evaluationIdSchema = z.enum(evaluations.map((one) => one.id) as [string, ...string[]]);

const layer = z
  .int()
  .min(0)
  .max(limits.layers - 1);

/** Parts of a trained run that the reader switches off, to see what they did. Layers and heads count from 0. */
const withoutSchema = z
  .strictObject({
    run: z.string().max(40),
    /** Left out whole. */
    layers: z.array(layer).min(1).optional(),
    heads: z
      .array(z.tuple([layer, z.int().min(0)]))
      .min(1)
      .optional(),
  })
  .refine(({ layers, heads }) => layers || heads, 'it switches nothing off');

export const stepSchema = z.strictObject({
  id,
  /** The claim, in one line. */
  title: lessonTextSchema,
  body: lessonTextSchema,
  /** For the one who presents. */
  notes: lessonTextSchema.optional(),
  /** Name of one of the lesson's experiments, in place of the one before. */
  experiment: z.string().max(40).optional(),
  /** Of the experiment as it is by now. */
  edits: z.array(editSchema).min(1).optional(),
  view: viewChangeSchema.optional(),
  /** Replace those of the step before. */
  hidden: z.array(pagePartSchema).optional(),
  locked: z.array(pagePartSchema).optional(),
  /** Of this step alone. */
  marks: z.array(markSchema).optional(),
  /** Answered before the step's training can begin. */
  question: questionSchema.optional(),
  /** The step's training, which the steps after it show. */
  train: z
    .strictObject({
      until: untilSchema.optional(),
      /** Seconds that a reader waits for it; where the device takes longer its recording is offered first. */
      patience: z.number().positive().default(defaultPatience),
    })
    .optional(),
  /** Ids of evaluations that the reader starts in this step, of what is trained in it or shown in it: what they find is not shown before. */
  evaluate: z.array(evaluationIdSchema).min(1).optional(),
  without: withoutSchema.optional(),
  exercise: exerciseSchema.optional(),
});

export type LessonStep = z.infer<typeof stepSchema>;

/** An experiment of the lesson: that of a ready experiment, or its own. */
const lessonExperimentSchema = z.union([z.strictObject({ ready: z.string().max(40) }), experimentSchema]);

const lessonSchema = z
  .strictObject({
    format: z.literal('attention-lab-lesson'),
    version: z.literal(lessonVersion),
    id,
    /** Its place among the lessons of the lab. */
    place: z.int().min(0),
    minutes: z.int().min(1).max(60),
    title: lessonTextSchema,
    summary: lessonTextSchema,
    experiments: z.record(z.string().max(40), lessonExperimentSchema),
    steps: z.array(stepSchema).min(1).max(40),
  })
  .superRefine(({ experiments, steps }, ctx) => {
    const say = (step: number, message: string) =>
      ctx.addIssue({ code: 'custom', path: ['steps', step], message });
    const ids = steps.map((step) => step.id);
    for (const [i, step] of steps.entries()) {
      if (ids.indexOf(step.id) < i)
        say(i, words('lesson.sameId', 'two steps have the id "{{id}}"', { id: step.id }));
      if (step.experiment !== undefined && !Object.hasOwn(experiments, step.experiment))
        say(
          i,
          words('lesson.noExperiment', 'the lesson has no experiment "{{experiment}}"', {
            experiment: step.experiment,
          }),
        );
      if (i === 0 && step.experiment === undefined)
        say(i, words('lesson.firstStep', 'the first step names no experiment'));
    }
  });

export type Lesson = z.infer<typeof lessonSchema>;

/** Reads a lesson from the text of a file. @throws Error for the reader where it is none, or damaged */
export function readLesson(text: string): Lesson {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error(words('file.notJson', 'It is not JSON: it may be cut off.'));
  }
  return parseLesson(value);
}

/** The refusal of a lesson, for the reader, whose version this lab does not know yet. */
export const laterVersion = (): Error =>
  new Error(
    words(
      'lesson.later',
      'It was written by a later version of the lab. Reload the page for the newest one.',
    ),
  );

/** Reads a lesson. @throws Error for the reader where it is none, or damaged */
export function parseLesson(value: unknown): Lesson {
  const { format, version } = (value ?? {}) as { format?: unknown; version?: unknown };
  if (format !== 'attention-lab-lesson') throw new Error(words('lesson.none', 'It is no lesson of the lab.'));
  if (typeof version === 'number' && version > lessonVersion) throw laterVersion();
  const parsed = lessonSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new Error(
    words('lesson.damaged', 'It is damaged, at {{place}}: {{why}}.', {
      place: issue?.path.join('.') ?? '',
      why: wrongIn(parsed.error),
    }),
  );
}
