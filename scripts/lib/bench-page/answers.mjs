// Measures how long controls take to answer while the page's runs train: from an input event to the frame that follows it.

import { summary } from './statistics.mjs';

/** @typedef {import('@playwright/test').Page} Page */
/** @typedef {{ name: string, act(page: Page, turn: number): Promise<unknown> }} Control */

/** @param {Page} page @param {string} id */
const click = (page, id) => page.locator(`button[data-testid="${id}"]`).click();

/** @param {string} id */
const tab = (id) => ({ name: `tab ${id}`, act: (/** @type {Page} */ page) => click(page, `tab-${id}`) });

/**
 * One after the other, in every round. Each leaves the page so that the next finds its control.
 * @type {Control[]}
 */
const controls = [
  { name: 'choose a layer', act: (page, turn) => click(page, `chip-${turn % 8}-${turn % 4}`) },
  {
    name: 'change a variant',
    act: (page, turn) => click(page, turn % 2 ? 'variant-standard' : 'variant-nonApproximate'),
  },
  { name: 'hide or show a run', act: (page) => click(page, 'legend-1') },
  { name: 'pin or unpin a run', act: (page) => click(page, 'pin-2') },
  { name: 'compare', act: (page) => click(page, 'compare') },
  ...['data', 'settings', 'runs', 'inside', 'text', 'results', 'costs', 'maps'].map(tab),
  {
    name: 'splitter, by key',
    act: (page, turn) => page.getByTestId('splitter').press(turn % 2 ? 'ArrowUp' : 'ArrowDown'),
  },
  { name: 'move to a moment', act: (page) => page.getByTestId('time-slider').press('ArrowLeft') },
  { name: 'back to live', act: (page) => page.getByTestId('time-slider').press('End') },
  { name: 'theme', act: (page) => click(page, 'theme') },
  { name: 'open help', act: (page) => click(page, 'help') },
  { name: 'close help', act: (page) => page.keyboard.press('Escape') },
  { name: 'open saved experiments', act: (page) => click(page, 'library') },
  { name: 'close them', act: (page) => page.keyboard.press('Escape') },
];

/** @typedef {Window & { answers: number[] }} NotingWindow */

/** Notes the time from each input to the end of the frame that follows it, in milliseconds. Runs in the page. */
function noteAnswers() {
  const answers = /** @type {number[]} */ ([]);
  /** @type {NotingWindow} */ (/** @type {unknown} */ (window)).answers = answers;
  /** @param {Event} event */
  const heard = ({ timeStamp }) =>
    requestAnimationFrame(() => {
      // A task that is posted within a frame runs after its layout and paint.
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        answers.push(performance.now() - timeStamp);
        port1.close();
      };
      port2.postMessage(null);
    });
  for (const type of ['pointerdown', 'pointerup', 'click', 'keydown'])
    window.addEventListener(type, heard, true);
}

/**
 * @param {Page} page on which runs train
 * @param {number} rounds
 * @returns {Promise<Record<string, import('./statistics.mjs').Summary>>} milliseconds by control, the slowest event of each use
 */
export async function measureAnswers(page, rounds) {
  await page.evaluate(noteAnswers);
  /** @type {Record<string, number[]>} */
  const times = {};
  // The first use of a control compiles its script, and mounts what it opens: that is a person's first use too.
  for (let turn = 0; turn < rounds; turn++)
    for (const { name, act } of controls) {
      await page.evaluate(() => {
        /** @type {NotingWindow} */ (/** @type {unknown} */ (window)).answers.length = 0;
      });
      await act(page, turn);
      // Also what a transition leaves to later frames, and what the training tells meanwhile.
      await page.waitForTimeout(400);
      const answers = await page.evaluate(
        () => /** @type {NotingWindow} */ (/** @type {unknown} */ (window)).answers,
      );
      times[name] = [...(times[name] ?? []), Math.max(...answers)];
    }
  return Object.fromEntries(Object.entries(times).map(([name, own]) => [name, summary(own)]));
}
