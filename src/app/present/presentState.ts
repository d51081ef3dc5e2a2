/** What the view for the hall shows, what the room answered, and what of both a reload of its page keeps. */
import { pick } from 'es-toolkit';
import { keepValue, keptValue } from '../../platform/keptValues';
import { uniqueId } from '../../platform/random';
import { z } from '../../zod';
import type { OpenLesson } from '../lessons/lessonState';
import { siteName } from '../siteName';

/** Options that the room's answers are counted for, and people who give one, at most. */
const mostOptions = 6;
export const mostPeople = 9999;

export const countsSchema = z.array(z.int().min(0).max(mostPeople)).max(mostOptions);

const keptSchema = z.object({
  /** Names this view to the presenter's window. */
  hall: z.string().min(1).max(60),
  /** When presenting began, and when the step was entered: milliseconds since 1970. */
  begun: z.number(),
  entered: z.number(),
  /** The step that was entered then, see stepKey. */
  step: z.string(),
  /** The keys that change the experiment are let through. */
  unlocked: z.boolean(),
  black: z.boolean(),
  /** The QR code of the step covers the screen. */
  code: z.boolean(),
  dark: z.boolean(),
  /** How many of the room chose each option, by step. */
  room: z.record(z.string(), countsSchema),
  /** The step whose counts the hall sees; null for none. */
  roomShown: z.string().nullable(),
});

/** What the hall and the presenter are told, by its sentence in the catalogue (present.says). */
export const remarks = ['answerFirst', 'nothingTrains', 'noFullScreen', 'noWindow', 'lastStep'] as const;

export interface PresentState extends z.infer<typeof keptSchema> {
  shown: boolean;
  remark: (typeof remarks)[number] | null;
}

/** Names a step, of whichever lesson; empty without a lesson. */
export const stepKey = (open: OpenLesson | null): string =>
  open ? `${open.lesson.id}/${open.lesson.steps[open.at]?.id}` : '';

/** How many of the room chose each option of a step; none where nobody counted. @param step see stepKey */
export const countsOf = ({ room }: Pick<PresentState, 'room'>, step: string): readonly number[] =>
  room[step] ?? [];

/** The option that most of the room chose, the first of several; null where nobody chose any. */
export function chosenByRoom(counts: readonly number[]): number | null {
  const most = Math.max(0, ...counts);
  return most > 0 ? counts.indexOf(most) : null;
}

const key = () => siteName('present');
const keptFields = Object.keys(keptSchema.shape) as (keyof typeof keptSchema.shape)[];

/** Keeps the state for a reload of this tab. */
export const keepPresent = (state: PresentState): void =>
  void keepValue('sessionStorage', key(), JSON.stringify(pick(state, keptFields)));

/** Gives the state to begin with: what this tab kept, or a new one. */
export function firstPresent(now: number): PresentState {
  const rest = { shown: false, remark: null };
  try {
    return { ...keptSchema.parse(JSON.parse(keptValue('sessionStorage', key()) ?? 'null')), ...rest };
  } catch {
    return {
      hall: uniqueId(),
      begun: now,
      entered: now,
      step: '',
      unlocked: false,
      black: false,
      code: false,
      dark: false,
      room: {},
      roomShown: null,
      ...rest,
    };
  }
}
