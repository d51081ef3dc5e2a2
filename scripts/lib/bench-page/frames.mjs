// Reads frames of a page from Chromium's trace: when each was ready, and what the main thread and the painting took for it.

import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { summary } from './statistics.mjs';

/**
 * An event of a trace, its times in microseconds.
 * @typedef {{ name: string, ph: string, ts: number, dur?: number, pid: number, tid: number, args: { name?: string, data?: { type?: string } } }} TraceEvent
 */

/** What a page does on its main thread, by the names that Chromium's trace has. @type {Record<string, 'script' | 'layout' | 'paint'>} */
const kinds = {
  FunctionCall: 'script',
  EvaluateScript: 'script',
  EventDispatch: 'script',
  FireAnimationFrame: 'script',
  TimerFire: 'script',
  RunMicrotasks: 'script',
  MinorGC: 'script',
  MajorGC: 'script',
  UpdateLayoutTree: 'layout',
  Layout: 'layout',
  HitTest: 'layout',
  PrePaint: 'paint',
  Paint: 'paint',
  Layerize: 'paint',
  Commit: 'paint',
};

const categories = [
  'devtools.timeline',
  'disabled-by-default-devtools.timeline',
  'disabled-by-default-devtools.timeline.frame',
  '__metadata',
];

/**
 * Traces what is done, on a browser that shows one page.
 * @param {import('@playwright/test').Browser} browser
 * @param {import('@playwright/test').Page} page
 * @param {() => Promise<void>} use
 * @returns {Promise<TraceEvent[]>}
 */
export async function traced(browser, page, use) {
  const path = join(tmpdir(), `attention-lab-trace-${process.pid}.json`);
  await browser.startTracing(page, { path, categories });
  try {
    await use();
  } finally {
    await browser.stopTracing();
  }
  try {
    return JSON.parse(await readFile(path, 'utf8')).traceEvents;
  } finally {
    await rm(path, { force: true });
  }
}

/** The main thread that was busiest, which is that of the page. @param {TraceEvent[]} events */
function mainThread(events) {
  const threads = events.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain');
  const busy = threads.map(({ pid, tid }) => ({
    pid,
    tid,
    paints: events.filter((event) => event.pid === pid && event.tid === tid && event.name === 'Commit')
      .length,
  }));
  const [first] = busy.toSorted((a, b) => b.paints - a.paints);
  if (!first) throw new Error('The trace has no page.');
  return first;
}

/** Times that events of one thread take themselves, without those within them. @param {TraceEvent[]} events */
function selfTimes(events) {
  const sorted = events.toSorted((a, b) => a.ts - b.ts || (b.dur ?? 0) - (a.dur ?? 0));
  /** @type {{ event: TraceEvent, self: number }[]} */
  const all = [];
  /** @type {typeof all} */
  const open = [];
  for (const event of sorted) {
    while (open.length > 0 && endOf(/** @type {typeof all[0]} */ (open.at(-1)).event) <= event.ts) open.pop();
    const own = { event, self: event.dur ?? 0 };
    const around = open.at(-1);
    if (around) around.self -= own.self;
    open.push(own);
    all.push(own);
  }
  return all;
}

/** @param {TraceEvent} event */
const endOf = ({ ts, dur = 0 }) => ts + dur;

/**
 * Summarises the frames of a trace that answer a move of the pointer, from one to the next. Those between, of transitions, are
 * left out, and what is done for them counts to the next.
 * @param {TraceEvent[]} events
 */
export function summariseFrames(events) {
  const { pid, tid } = mainThread(events);
  const own = events.filter((event) => event.pid === pid && event.ph === 'X');
  const main = own.filter((event) => event.tid === tid && kinds[event.name]);
  const commits = main.filter(({ name }) => name === 'Commit').map(endOf);
  const pointerMoves = main.filter(({ args }) => args.data?.type === 'pointermove');
  // The frame that follows each move; several moves may share one.
  const answered = pointerMoves.map(({ ts }) => Math.min(...commits.filter((end) => end > ts)));
  const ends = [...new Set(answered.filter(Number.isFinite))].sort((a, b) => a - b);
  const frames = ends.map(() => ({ script: 0, layout: 0, paint: 0, raster: 0 }));
  /** The frame that a moment leads to. @param {number} ts */
  const frameOf = (ts) => frames[ends.findIndex((end) => ts < end)];
  for (const { event, self } of selfTimes(main)) {
    const frame = frameOf(event.ts);
    const kind = kinds[event.name];
    if (frame && kind) frame[kind] += self / 1000;
  }
  // By workers beside the main thread, of the frame before.
  for (const event of own.filter(({ name }) => name === 'RasterTask')) {
    const frame = frameOf(event.ts);
    if (frame) frame.raster += (event.dur ?? 0) / 1000;
  }
  const times = ends.slice(1).map((end, i) => (end - /** @type {number} */ (ends[i])) / 1000);
  const seconds = times.reduce((sum, time) => sum + time, 0) / 1000;
  return {
    frames: frames.length,
    /** Mean frames a second, of Chromium's at most 60. */
    perSecond: times.length / seconds,
    /** Milliseconds from frame to frame, and of work for each. */
    apart: summary(times),
    script: summary(frames.map(({ script }) => script)),
    layout: summary(frames.map(({ layout }) => layout)),
    paint: summary(frames.map(({ paint }) => paint)),
    raster: summary(frames.map(({ raster }) => raster)),
  };
}
