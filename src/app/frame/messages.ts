/** What a frame ("?embed") and the page around it say to each other by postMessage. docs/embedding.md is its reference. */
import { z } from '../../zod';

/** Of the messages; it changes only where one of today's would mean something else. */
export const messageVersion = 1;

const lab = z.literal(messageVersion);
/** A step of a lesson, from 1. */
const lessonStep = z.int().min(1).max(1000);

const commandSchema = z.discriminatedUnion('type', [
  z.strictObject({ lab, type: z.literal('train') }),
  z.strictObject({ lab, type: z.literal('pause') }),
  z.strictObject({ lab, type: z.literal('step') }),
  z.strictObject({ lab, type: z.literal('goTo'), step: lessonStep }),
  z.strictObject({ lab, type: z.literal('lesson'), id: z.string().max(40), step: lessonStep.optional() }),
]);

/** What the page around a frame asks of it. */
export type Command = z.infer<typeof commandSchema>;

const commandTypes = commandSchema.options.map(({ shape }) => shape.type.value);

/** Where a frame stands. */
export interface FrameStatus {
  /** Steps trained, of those of the experiment. */
  training: { state: string; step: number; steps: number };
  /** The lesson on the page and its step, from 1, of so many; null for none. */
  lesson: { id: string; step: number; steps: number } | null;
}

/** What came of a run: losses in nats per token, accuracy as a share; null for what was not measured. */
export interface FrameRun {
  id: string;
  name: string;
  train: number | null;
  validation: number | null;
  accuracy: number | null;
}

/** What a frame tells the page around it. */
export type FrameMessage =
  | ({ type: 'ready' } & FrameStatus)
  | ({ type: 'step' } & FrameStatus)
  /** @property recorded a recording has played to its end; nothing was trained here */
  | ({ type: 'finished'; recorded: boolean; runs: FrameRun[] } & FrameStatus)
  | ({ type: 'key' } & Pick<KeyboardEvent, 'key' | 'code' | 'keyCode' | 'shiftKey'>);

export type ReadCommand =
  | { ok: true; command: Command }
  | { ok: false /** Why it is ignored; undefined where it does not speak to the lab. */; why?: string };

/**
 * Reads a message, whatever was posted. What it refuses is told in one of a few sentences, none of which repeats what was sent.
 */
export function readCommand(data: unknown): ReadCommand {
  // Decks and tools post messages of their own to every frame.
  if (typeof data !== 'object' || data === null || !Object.hasOwn(data, 'lab')) return { ok: false };
  const { lab, type } = data as { lab?: unknown; type?: unknown };
  if (lab !== messageVersion)
    return {
      ok: false,
      why: `A message is not of version ${messageVersion}: it needs {lab: ${messageVersion}, type: …}.`,
    };
  const known = commandTypes.find((one) => one === type);
  if (!known)
    return {
      ok: false,
      why: `A message has no type that the lab knows: it takes ${commandTypes.join(', ')}.`,
    };
  const parsed = commandSchema.safeParse(data);
  if (parsed.success) return { ok: true, command: parsed.data };
  return {
    ok: false,
    why: `A message of type "${known}" has other fields than docs/embedding.md lists for it.`,
  };
}
