/**
 * What a tab keeps of a frame, by the link that the frame was given: a deck unloads its frames and loads them again. Curves, figures and
 * maps are kept as recordings are, without weights.
 */

import { readRecording, writeRecording } from '../../document/recording';
import { type View, viewOf } from '../../document/view';
import type { Experiment } from '../../experiment/schema';
import { keepValue, keptValue } from '../../platform/keptValues';
import { noResults, type Results } from '../../runtime/runReducer';
import { z } from '../../zod';
import { documentOf, resultsOf } from '../document/documentSnapshot';
import { answersSchema } from '../lessons/lessonVisit';
import { siteName } from '../siteName';

/** An experiment with the view on it and what came of it, as text. */
const keptSchema = z.string();

const visitSchema = z.object({
  version: z.literal(1),
  page: keptSchema.nullable(),
  lesson: z
    .object({
      id: z.string(),
      at: z.int().min(0),
      answers: answersSchema,
      /** By step id. */
      steps: z.record(z.string(), keptSchema),
    })
    .nullable(),
});

export type FrameVisit = z.infer<typeof visitSchema>;

/** What is kept of an experiment. */
export interface KeptPage {
  experiment: Experiment;
  view: View;
  results: Results;
}

const key = (link: string) => siteName(`frame ${link}`);

/** Returns what was kept; null where there is nothing, or nothing that this lab can read. */
export function keptFrame(link: string): FrameVisit | null {
  try {
    return visitSchema.parse(JSON.parse(keptValue('sessionStorage', key(link)) ?? 'null'));
  } catch {
    return null;
  }
}

/** Keeps a visit. @returns whether the browser has room for it */
export const keepFrame = (link: string, visit: FrameVisit): boolean =>
  keepValue('sessionStorage', key(link), JSON.stringify(visit));

/** Writes an experiment. @param withMaps whether with its captures, which are the most of it */
export function writeKept({ experiment, view, results }: KeptPage, withMaps: boolean): string {
  const document = documentOf({ experiment, ownText: null, view: viewOf(view) }, results);
  return writeRecording(withMaps ? document : { ...document, captures: {} });
}

/** Reads what `writeKept` wrote. @throws Error where it is damaged */
export function readKept(text: string): KeptPage {
  const document = readRecording(text, '');
  const { experiment, view } = document;
  const isUntrained = Object.keys(document.results.curves).length === 0;
  return { experiment, view, results: (isUntrained ? null : resultsOf(document)) ?? noResults };
}
