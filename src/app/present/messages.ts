/** What the view for the hall and the presenter's window tell each other, on one machine and through no server. */
import { openChannel, tellTabs } from '../../platform/channel';
import { z } from '../../zod';
import { siteName } from '../siteName';
import { countsSchema, remarks } from './presentState';

/** What both windows can be asked to do, by its name. */
const commands = ['next', 'back', 'space', 'black', 'code', 'unlock', 'lockIn'] as const;

export type Command = (typeof commands)[number];

const share = z.number();

/** The curves as the hall's chart has them, in shares of its width and height from the lower left. */
const pictureSchema = z.array(
  z.object({
    runId: z.string(),
    /** Of the run, its colour and dash. */
    style: z.int().min(0),
    points: z.array(z.tuple([share, share])),
  }),
);

export type Picture = z.infer<typeof pictureSchema>;

const answerSchema = z.union([z.number(), z.array(z.string()), z.array(z.number())]);

const hallSchema = z.object({
  lesson: z.object({ id: z.string(), at: z.int().min(0) }).nullable(),
  /** What stands at the top. */
  claim: z.string(),
  /** Title of the panel beside the curves; null where there is none. */
  beside: z.string().nullable(),
  training: z.enum(['empty', 'loading', 'training', 'paused', 'finished', 'failed', 'playing', 'recorded']),
  progress: z.object({ step: z.number(), steps: z.number() }).nullable(),
  answer: z.object({ value: answerSchema, locked: z.boolean() }).nullable(),
  black: z.boolean(),
  code: z.boolean(),
  unlocked: z.boolean(),
  remark: z.enum(remarks).nullable(),
  counts: countsSchema,
  countsShown: z.boolean(),
  begun: z.number(),
  entered: z.number(),
  picture: pictureSchema,
});

/** What the hall sees. */
export type HallState = z.infer<typeof hallSchema>;

const hall = z.string();

export const messageSchema = z.discriminatedUnion('type', [
  /** From the hall: at each change, and as an answer. */
  z.object({
    type: z.literal('state'),
    hall,
    /** When its line was opened, milliseconds since 1970: of two halls of one name the later takes another. */
    since: z.number(),
    state: hallSchema,
  }),
  /** From the hall: the view was left. */
  z.object({ type: z.literal('left'), hall }),
  /** From the presenter's window, again and again: are you there? `hall` is null where any will do. */
  z.object({ type: z.literal('ask'), hall: hall.nullable() }),
  z.object({ type: z.literal('do'), hall, command: z.enum(commands) }),
  z.object({ type: z.literal('answer'), hall, value: answerSchema }),
  z.object({ type: z.literal('counts'), hall, counts: countsSchema, shown: z.boolean() }),
]);

export type Message = z.infer<typeof messageSchema>;

export interface HallChannel {
  post(message: Message): void;
  close(): void;
}

/**
 * Opens the channel between the windows of one browser.
 * @param listener gets what the other window says; what is no message of this version is not heard
 * @returns undefined where the browser has no channels, or refuses them to this page
 */
export function openHallChannel(listener: (message: Message) => void): HallChannel | undefined {
  const channel = openChannel(siteName('hall'));
  if (!channel) return undefined;
  channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    const message = messageSchema.safeParse(data);
    if (message.success) listener(message.data);
  });
  return { post: (message) => void tellTabs(channel, message), close: () => channel.close() };
}
