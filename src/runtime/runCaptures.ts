/** The captures of one run in bounded memory: old ones thin out, so that what is left is spread evenly in the logarithm of the step. */
import { groupBy, sumBy } from 'es-toolkit';
import { type Capture, captureBytes, decodeCapture } from '../measure/capture';
import { headScores, type LayerHeadScores } from '../measure/heads';
import type { ProbeResult } from './protocol';

/** Captures of one run, their steps rising; of several texts, where the probe was changed. */
export type RunCaptures = readonly Capture[];

const MiB = 2 ** 20;
/** Most bytes of one run's captures, and of all runs' together. */
const runBytes = 8 * MiB;
const experimentBytes = 48 * MiB;
/** Most tokens of a probe whose captures are thinned by bytes alone; of a longer one at most three are kept: see fewOfLong. */
export const longProbe = 128;

/** Most bytes for each of so many runs. */
export const mostBytes = (runs: number): number => Math.min(runBytes, experimentBytes / runs);

/** The part of an experiment's bytes that falls to each of so many runs: what the few captures of a long probe may take. */
export const shareOfBytes = (runs: number): number => experimentBytes / runs;

/**
 * Adds a capture in its place, instead of one of the same step and text, and thins what there is to `most` bytes.
 * @param mostLong the same where the probe is long, whose captures are few and large
 */
export function withCapture(
  captures: RunCaptures,
  capture: Capture,
  most: number,
  mostLong = most,
): RunCaptures {
  const { step, text } = capture;
  const others = captures.filter((one) => one.step !== step || one.text !== text);
  const place = others.findLastIndex((one) => one.step <= step) + 1;
  const isLong = capture.tokens.length > longProbe;
  const all = [...others.slice(0, place), capture, ...others.slice(place)];
  return thinned(all, capture, isLong ? mostLong : most);
}

/** Keeps at most `count` captures, from 2, spread evenly in the logarithm of the step; the first and the last stay. */
export function spreadCaptures(captures: RunCaptures, count: number): RunCaptures {
  const kept = [...captures];
  while (kept.length > Math.max(2, count)) kept.splice(leastMissed(kept) as number, 1);
  return kept;
}

/** Gives the captures up to a step. */
export const capturesUpTo = (captures: RunCaptures, step: number): RunCaptures =>
  captures.filter((one) => one.step <= step);

/** Estimates the bytes of captures. */
export const capturesBytes = (captures: RunCaptures): number => sumBy(captures, captureBytes);

/**
 * Drops captures until they fit: first those of other texts than that of the one that was added, then those that leave the smallest gap in
 * the logarithm of the step. The first and the newest of a text stay, and the one that was added; of a long probe the first where it fits.
 */
function thinned(captures: RunCaptures, added: Capture, most: number): RunCaptures {
  const own = captures.filter((one) => one.text === added.text);
  const kept = added.tokens.length > longProbe ? fewOfLong(own, added, most) : own;
  let bytes = capturesBytes(kept);
  while (bytes > most && kept.length > 2) {
    const dropped = leastMissed(kept, added);
    if (dropped === null) break;
    bytes -= captureBytes(kept[dropped] as Capture);
    kept.splice(dropped, 1);
  }
  // The newest of the others as far as there is room.
  const others = captures.filter((one) => one.text !== added.text);
  const from = others.findLastIndex((one) => {
    bytes += captureBytes(one);
    return bytes > most;
  });
  const stay = new Set([...kept, ...others.slice(from + 1)]);
  return stay.size === captures.length ? captures : captures.filter((one) => stay.has(one));
}

/**
 * Keeps the first and the newest capture of a long probe, and the one between them that was requested last (a replay to the slider's
 * step). Where they exceed `most` bytes the first is dropped, as a replay can make it again, unless it was requested itself: one of 1,024 tokens
 * may have 25 MB.
 */
function fewOfLong(own: RunCaptures, added: Capture, most: number): Capture[] {
  const { length } = own;
  const between = own.slice(1, -1);
  // Where the added one is the newest: of three before it the middle one was requested and stays; of two the later was the newest, and goes.
  const kept =
    added === own.at(-1) ? between.slice(0, length > 3 ? 1 : 0) : between.filter((one) => one === added);
  const first = own.slice(0, 1);
  const few = [...first, ...kept, ...(length > 1 ? own.slice(-1) : [])];
  return few.length > 1 && few[0] !== added && capturesBytes(few) > most ? few.slice(1) : few;
}

/**
 * Finds the capture between the first and the last whose neighbours are closest, in the logarithm of the step; null where there is none
 * but the one that stays.
 */
function leastMissed(captures: readonly Capture[], stays?: Capture): number | null {
  const at = (i: number) => Math.log1p((captures[i] as Capture).step);
  let best: number | null = null;
  for (let i = 1; i < captures.length - 1; i++) {
    if (captures[i] === stays) continue;
    if (best === null || at(i + 1) - at(i - 1) < at(best + 1) - at(best - 1)) best = i;
  }
  return best;
}

/** Finds the last capture of a text at or before a step; null where there is none. */
export const captureAt = (captures: RunCaptures, text: string, step: number): Capture | null =>
  captures.findLast((one) => one.text === text && one.step <= step) ?? null;

/** Finds the last capture of a text at or before a step whose run was asked to write; null where there is none. */
export const sampledAt = (captures: RunCaptures, text: string, step: number): Capture | null =>
  captures.findLast((one) => one.text === text && one.step <= step && one.sample !== undefined) ?? null;

/**
 * Lists one capture for each step: of the text, and where there is none, what a capture of another text tells that no text changes. That is
 * what the step before did to each layer, and how heads score on repeated tokens; a capture of a step that was trained again from just there has
 * the one of another.
 */
export function capturesOfAnyText(captures: RunCaptures, text: string): Capture[] {
  return Object.values(groupBy(captures, ({ step }) => step)).map((same) => {
    const own = same.find((one) => one.text === text) ?? withoutText(same[0] as Capture);
    const measured = same.find(({ layers }) => layers.some(({ step }) => step));
    if (!measured || measured.layers.length !== own.layers.length) return own;
    return { ...own, layers: own.layers.map((layer, l) => ({ ...layer, step: measured.layers[l]?.step })) };
  });
}

const onRepeated = new Set(headScores.filter(({ on }) => on === 'repeated').map(({ id }) => id));
const ofRepeated = (scores: LayerHeadScores): LayerHeadScores =>
  Object.fromEntries(Object.entries(scores).filter(([id]) => onRepeated.has(id)));

/** What of a capture holds for every text. */
const withoutText = ({ layers, ...capture }: Capture): Capture => ({
  ...capture,
  layers: layers.map(({ headScores: scores, step }) => ({
    weights: null,
    indicators: null,
    scores: null,
    headScores: scores && ofRepeated(scores),
    step,
  })),
});

/** Lists the steps at which any of the runs has a capture of a text, rising. */
export function capturedSteps(captures: Readonly<Record<string, RunCaptures>>, text: string): number[] {
  const own = Object.values(captures).flatMap((run) => run.filter((one) => one.text === text));
  return [...new Set(own.map(({ step }) => step))].sort((a, b) => a - b);
}

/** Finds the last step of which any of the runs has a capture; null where there is none. */
export function lastCapturedStep(captures: Readonly<Record<string, RunCaptures>>): number | null {
  const steps = Object.values(captures).flatMap((own) => own.at(-1)?.step ?? []);
  return steps.length > 0 ? Math.max(...steps) : null;
}

/** Decodes a capture as a probe of its run. */
export const probeOfCapture = (capture: Capture, runId: string): ProbeResult => ({
  runId,
  step: capture.step,
  capture,
  ...decodeCapture(capture),
});
