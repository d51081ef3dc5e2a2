/** Parts of the page that a lesson can hide, lock and mark, by names that stay. */

import { words } from '../format/words';
import { z } from '../zod';

/** Parts that a step can hide or lock: what is locked is shown and takes no input. */
export const pageParts = ['header', 'runBar', 'rail', 'curves', 'dock'] as const;

export type PagePart = (typeof pageParts)[number];

/**
 * What a step can point at: `part:rail`, `panel:losses`, `tab:maps`, `action:train`, `run:ID`, `layer:RUN:N` (from 0), `map:L:H` of
 * the chosen run (from 0).
 */
const markForms = [
  new RegExp(`^part:(${pageParts.join('|')})$`),
  /^(panel|tab|action):[a-zA-Z]+$/,
  /^run:[^:]{1,40}$/,
  /^layer:[^:]{1,40}:\d{1,2}$/,
  /^map:\d{1,2}:\d{1,2}$/,
];

/** Tells whether a name is of a part that a step can point at. */
export const isMark = (mark: string): boolean => markForms.some((form) => form.test(mark));

export const markSchema = z
  .string()
  .max(80)
  .refine(isMark, {
    error: () => words('lesson.noPart', 'it names no part of the page'),
  });

export const pagePartSchema = z.enum(pageParts);
