/** The kinds of fields that a view has: what each may be, and how it stands in a link. The registry is `viewFields`. */
import { wholeSlice } from '../data/characters';
import { limits } from '../experiment/schema';
import { sweepLimits } from '../experiment/sweeps/choice';
import type { PartOff } from '../model/partsOff';
import { z } from '../zod';

/** A value as one number in a link. @see src/document/link/viewSection.ts */
interface LinkNumber<T> {
  /** What stands for the field: its own for ever. */
  code: number;
  /** @param runs ids of the link's runs, in their order */
  encode(value: T, runs: readonly string[]): number;
  /**
   * @param runs ids of the link's runs in their order, null for one that could not be read
   * @returns undefined where the number means nothing; what is returned is still for the schema to check
   */
  decode(number: number, runs: readonly (string | null)[]): unknown;
}

/** A value as a number for each layer in a link, 0 for nothing of it. */
interface LinkNumbers<T> {
  /** What stands for the field, by layer: its own for ever. */
  codes: readonly number[];
  encode(value: T): number[];
  /** @returns undefined where the numbers mean nothing; what is returned is still for the schema to check */
  decode(numbers: readonly number[]): unknown;
}

/**
 * What a change of the field is to the edit history: navigation (`move`) makes no entry of its own, `choice` makes an
 * entry each time, `gradual` (typing, dragging) is coalesced.
 */
type HistoryKind = 'move' | 'choice' | 'gradual';

export interface ViewField<T> {
  /** As a label of the history has it after "Changed". */
  name: string;
  /** What the lab begins with, and what a link means that says nothing of the field: it never changes. */
  default: T;
  schema: z.ZodType<T>;
  history: HistoryKind;
  /** `text` for the one text that stands behind a link's numbers; null for what no link carries. */
  link: LinkNumber<T> | LinkNumbers<T> | 'text' | null;
}

interface FieldEntry<T> extends Omit<ViewField<T>, 'schema' | 'link'> {
  linkCode: number;
}

const entryOf = <T>(
  { linkCode, ...entry }: FieldEntry<T>,
  schema: z.ZodType<T>,
  link: Omit<LinkNumber<T>, 'code'>,
) => ({
  ...entry,
  schema,
  link: { code: linkCode, ...link },
});

export const whole = (entry: FieldEntry<number>, max: number): ViewField<number> =>
  entryOf(entry, z.int().min(0).max(max), { encode: (value) => value, decode: (number) => number });

export const flag = (entry: FieldEntry<boolean>): ViewField<boolean> =>
  entryOf(entry, z.boolean(), {
    encode: Number,
    decode: (number) => (number === 0 || number === 1 ? number === 1 : undefined),
  });

/** @param values in an order that never changes, as links have the place */
export const oneOf = <T extends string>(entry: FieldEntry<T>, values: readonly T[]): ViewField<T> =>
  entryOf(entry, z.enum(values) as unknown as z.ZodType<T>, {
    encode: (value) => values.indexOf(value),
    decode: (number) => values[number],
  });

/** Some of these, a bit for each. @param values in an order that never changes, as links have the place */
export const someOf = <T extends string>(entry: FieldEntry<T[]>, values: readonly T[]): ViewField<T[]> =>
  entryOf(entry, z.array(z.enum(values) as unknown as z.ZodType<T>).max(values.length), {
    encode: (chosen) => values.reduce((sum, value, i) => (chosen.includes(value) ? sum + 2 ** i : sum), 0),
    decode: (number) =>
      Number.isInteger(number) && number >= 0 && number < 2 ** values.length
        ? values.filter((_, i) => Math.floor(number / 2 ** i) % 2 === 1)
        : undefined,
  });

/** null, or a whole number from 0. */
export const wholeOrNone = (entry: FieldEntry<number | null>, max: number): ViewField<number | null> =>
  entryOf(entry, z.int().min(0).max(max).nullable(), {
    encode: (value) => (value === null ? 0 : value + 1),
    decode: (number) => (number === 0 ? null : number - 1),
  });

/** Above 0, at most 1. */
export const shareAboveNone = (entry: FieldEntry<number>): ViewField<number> =>
  entryOf(entry, z.number().positive().max(1), { encode: (value) => value, decode: (number) => number });

/** From 0 to below 1. */
export const share = (entry: FieldEntry<number>): ViewField<number> =>
  entryOf(entry, z.number().min(0).lt(1), { encode: (value) => value, decode: (number) => number });

const runId = z.string().max(40);

/** null for the first run. */
export const oneRun = (entry: FieldEntry<string | null>): ViewField<string | null> =>
  entryOf(entry, runId.nullable(), {
    encode: (id, runs) => Math.max(0, id === null ? 0 : runs.indexOf(id)),
    decode(number, runs) {
      const id = runs[number];
      return id === runs.find((run) => run !== null) ? null : id;
    },
  });

/** null for none, which is 0 in a link; run n of the link is n + 1. */
export const runOrNone = (entry: FieldEntry<string | null>): ViewField<string | null> =>
  entryOf(entry, runId.nullable(), {
    encode: (id, runs) => (id === null ? 0 : runs.indexOf(id) + 1),
    decode: (number, runs) => (number === 0 ? null : runs[number - 1]),
  });

export const someRuns = (entry: FieldEntry<string[]>): ViewField<string[]> =>
  entryOf(entry, z.array(runId), {
    // One bit for each run.
    encode: (ids, runs) => runs.reduce((sum, id, i) => sum + (ids.includes(id) ? 2 ** i : 0), 0),
    decode(number, runs) {
      if (!(Number.isInteger(number) && number >= 0 && number < 2 ** runs.length)) return undefined;
      return runs.filter((id, i) => id !== null && (number >> i) & 1);
    },
  });

/** The most heads that a model may have. */
const mostHeads = 32;

/** Heads, and with null whole layers. */
export const someParts = (
  entry: Omit<FieldEntry<PartOff[]>, 'linkCode'> & { firstLinkCode: number },
): ViewField<PartOff[]> => {
  const { firstLinkCode, ...field } = entry;
  const places = Array.from({ length: limits.layers }, (_, l) => l);
  return {
    ...field,
    schema: z
      .array(
        z.tuple([
          z
            .int()
            .min(0)
            .max(limits.layers - 1),
          z
            .int()
            .min(0)
            .max(mostHeads - 1)
            .nullable(),
        ]),
      )
      .max(limits.layers * (mostHeads + 1)),
    link: {
      codes: places.map((l) => firstLinkCode + l),
      // One bit for the whole layer, then one for each head: more than an integer of 32 bits holds.
      encode: (parts: PartOff[]) =>
        places.map((l) =>
          parts.reduce(
            (sum, [layer, head]) => (layer === l ? sum + 2 ** (head === null ? 0 : head + 1) : sum),
            0,
          ),
        ),
      decode(numbers: readonly number[]) {
        if (!numbers.every((one) => Number.isInteger(one) && one >= 0 && one < 2 ** (mostHeads + 1)))
          return undefined;
        return numbers.flatMap((bits, l) =>
          Array.from({ length: mostHeads + 1 }, (_, i) => i)
            .filter((i) => Math.floor(bits / 2 ** i) % 2 === 1)
            .map((i): PartOff => [l, i === 0 ? null : i - 1]),
        );
      },
    },
  };
};

/** UTF-16 units of a text: more than any context shows. What is longer is cut. */
const longestText = 20_000;

export const text = (entry: Omit<FieldEntry<string>, 'linkCode'>): ViewField<string> => ({
  ...entry,
  schema: z.string().transform((value) => wholeSlice(value, longestText)),
  link: 'text',
});

/** How a person looks at the results of a sweep. */
const sweepLookSchema = z.object({
  /** Id of the run that the others are compared with; null for none. */
  pinned: z.string().max(60).nullable(),
  /** Ids of the runs that table and picture leave out. */
  hidden: z.array(z.string().max(60)).max(sweepLimits.runs),
  /** The table has a row for all seeds together. */
  grouped: z.boolean(),
});

export type SweepLook = z.infer<typeof sweepLookSchema>;

/** By the sweep's id. A link makes its sweep anew, with an id of its own, and without results to look at. */
export const sweepLooks = (
  entry: Omit<FieldEntry<Record<string, SweepLook>>, 'linkCode'>,
): ViewField<Record<string, SweepLook>> => ({
  ...entry,
  schema: z.record(z.string().max(60), sweepLookSchema),
  link: null,
});
