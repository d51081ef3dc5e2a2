// Plays lessons on the built page, start to end and back, and enters each of their steps cold: the page must show its stage each time.

import { isDeepStrictEqual } from 'node:util';
import { errorMessage } from './process.mjs';

/** @typedef {import('@playwright/test').Page} Page */
/** @typedef {import('../../src/lessons/schema').Lesson} Lesson */
/** @typedef {import('../../src/lessons/stage').Stage} Stage */

/** Milliseconds for a step to be entered and saved, and for a training. */
const patience = { step: 60_000, training: 5 * 60_000 };

/** @typedef {{ lesson: Lesson, stages: readonly Stage[] }} Staged a lesson, and the stages of its steps */
/** @typedef {{ lesson: Lesson, seconds: number, faults: readonly string[] }} Played what is wrong of a lesson, a sentence each */

/**
 * Plays lessons, so many at once, those that take long first: they end at about the same time.
 * @param {object} what
 * @param {import('@playwright/test').Browser} what.browser
 * @param {string} what.url of the site
 * @param {readonly Staged[]} what.lessons
 * @param {number} what.atOnce
 * @param {(text: string) => void} say
 * @returns {Promise<Played[]>} in the order in which they were given
 */
export async function playLessons({ browser, url, lessons, atOnce }, say) {
  /** @type {Map<Lesson, Played>} */
  const played = new Map();
  const waiting = [...lessons].sort((a, b) => b.lesson.minutes - a.lesson.minutes);
  const playOnePage = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { lesson } = next;
      const start = performance.now();
      const faults = await playLesson({ browser, url, ...next }, say);
      const one = { lesson, seconds: (performance.now() - start) / 1000, faults };
      played.set(lesson, one);
      say(`${playedLine(one)} (${played.size} of ${lessons.length})`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, playOnePage));
  return lessons.flatMap(({ lesson }) => played.get(lesson) ?? []);
}

/** @param {Played} played */
export const playedLine = ({ lesson, seconds, faults }) =>
  `${lesson.id}: ${faults.length === 0 ? 'plays' : `${faults.length} faults`}, ${seconds.toFixed(0)} s`;

/**
 * Plays one lesson.
 * @param {Staged & { browser: import('@playwright/test').Browser, url: string }} what `url` is the site's
 * @param {(text: string) => void} say
 * @returns {Promise<string[]>} what is wrong, a sentence each
 */
async function playLesson({ browser, url, lesson, stages }, say) {
  /** @type {string[]} */
  const faults = [];
  /** @param {number} at */
  const address = (at) => `${url}?lesson=${lesson.id}&step=${at + 1}`;
  const open = async () => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 720 } });
    const page = await context.newPage();
    page.setDefaultTimeout(patience.step);
    return page;
  };
  /** @param {number} at @param {string} way @param {() => Promise<unknown>} enter */
  const timed = async (at, way, enter) => {
    const name = `${lesson.id}/${lesson.steps[at]?.id}, ${way}`;
    const start = performance.now();
    try {
      const did = await enter();
      const seconds = ((performance.now() - start) / 1000).toFixed(1);
      say(`${name}: ${seconds} s${typeof did === 'string' ? `, ${did}` : ''}`);
    } catch (error) {
      const fault = `${name}: ${errorMessage(error).split('\n')[0]}`;
      say(fault);
      faults.push(fault);
    }
  };
  const last = lesson.steps.length - 1;
  const page = await open();
  await page.goto(address(0));
  for (const [at, step] of lesson.steps.entries())
    await timed(at, 'going on', async () => {
      if (at > 0) await page.getByTestId('lesson-next').click();
      await mustShow(page, at, stages);
      if (step.question) await predict(page, step.question.kind);
      const how = step.train ? await train(page) : undefined;
      if (step.evaluate) await evaluate(page);
      return how;
    });
  for (let at = last - 1; at >= 0; at--)
    await timed(at, 'going back', async () => {
      await page.getByTestId('lesson-back').click();
      await mustShow(page, at, stages);
    });
  await page.context().close();
  for (const at of lesson.steps.keys()) {
    const cold = await open();
    await timed(at, 'cold', async () => {
      await cold.goto(address(at));
      await mustShow(cold, at, stages);
    });
    await cold.context().close();
  }
  return faults;
}

/**
 * Waits until what the page has saved is the stage of a step; the moment follows what is trained, and is no part of it.
 * @param {Page} page @param {number} at @param {readonly Stage[]} stages
 */
async function mustShow(page, at, stages) {
  const { experiment, view } = /** @type {Stage} */ (stages[at]);
  const wanted = plain({ at, experiment, view: { ...view, moment: null } });
  /** @type {unknown} */
  let found = null;
  for (const end = performance.now() + patience.step; performance.now() < end; ) {
    const saved = await savedOf(page);
    found = saved && plain({ ...saved, view: { ...saved.view, moment: null } });
    if (isDeepStrictEqual(found, wanted)) return;
    await page.waitForTimeout(100);
  }
  throw new Error(`The page has another stage than the step: ${firstDifference(found, wanted)}.`);
}

/** Without what JSON has no word for. @param {unknown} value */
const plain = (value) => JSON.parse(JSON.stringify(value));

/**
 * Names the first part that is another.
 * @param {any} found @param {any} wanted
 * @returns {string}
 */
function firstDifference(found, wanted) {
  const bothObjects = [found, wanted].every((value) => typeof value === 'object' && value !== null);
  if (!bothObjects) return `${JSON.stringify(found)}, not ${JSON.stringify(wanted)}`;
  const keys = [...new Set([...Object.keys(found), ...Object.keys(wanted)])];
  const key = keys.find((one) => !isDeepStrictEqual(found[one], wanted[one])) ?? '';
  return `${key} ${firstDifference(found[key], wanted[key])}`;
}

/**
 * What the storage has of the lesson on the page; null before it is there.
 * @param {Page} page
 * @returns {Promise<{ at: number, experiment: unknown, view: Record<string, unknown> } | null>}
 */
const savedOf = (page) =>
  page.evaluate(async () => {
    const path = new URL('.', document.baseURI).pathname;
    const visit = JSON.parse(sessionStorage.getItem(`attention-lab lesson ${path}`) ?? 'null');
    if (!visit) return null;
    const request = (/** @type {IDBRequest} */ asked) =>
      new Promise((resolve, reject) => {
        asked.onsuccess = () => resolve(asked.result);
        asked.onerror = () => reject(asked.error);
      });
    const database = await request(indexedDB.open(`attention-lab experiments ${path}`));
    const contents = await request(
      database.transaction('contents').objectStore('contents').get(visit.experiment),
    );
    database.close();
    return contents ? { at: visit.at, experiment: contents.experiment, view: contents.view } : null;
  });

/**
 * Gives an answer, the first there is, and locks it in.
 * @param {Page} page @param {string} kind
 */
async function predict(page, kind) {
  if (kind === 'choose') await page.getByTestId('option-0').check();
  if (kind === 'cell') await page.getByTestId('key-0').click();
  await page.getByTestId('lock-in').click();
  await page.getByTestId('locked-in').waitFor();
}

/**
 * Trains for real; plays the recording where the page says that the training takes longer than the step waits.
 * @param {Page} page
 * @returns {Promise<string>} which
 */
async function train(page) {
  const play = page.getByTestId('lesson-play');
  const isSlow = (await play.getAttribute('data-variant')) === 'filled';
  if (isSlow) {
    await play.click();
    await page.getByTestId('show-all').click();
    await page.getByTestId('recorded-on').waitFor();
    return 'played';
  }
  await page.getByTestId('lesson-train').click();
  const done = page.getByTestId('message').filter({ hasText: /Finished|Paused/ });
  await done.waitFor({ timeout: patience.training });
  return 'trained';
}

/**
 * Has the step's evaluation made, or shown where its training was played.
 * @param {Page} page
 */
async function evaluate(page) {
  await page.getByTestId('lesson-evaluate').click();
  await page.getByTestId('evaluate-status').waitFor({ timeout: patience.training });
}
