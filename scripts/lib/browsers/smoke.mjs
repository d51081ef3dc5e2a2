// What a person does first, in a browser that the other tests do not have: opens the built page, trains, saves, reloads and
// shares. The page is driven by its own events, as both protocols can do that.

import { unzipSync } from 'fflate';
import { until } from './page.mjs';

/** @typedef {import('./page.mjs').DrivenPage} DrivenPage */

const steps = '400';

/** Clicks. @param {DrivenPage} page @param {string} testId */
async function click(page, testId) {
  await until(
    page,
    `"${testId}" can be clicked`,
    (testId) => {
      const button = document.querySelector(`[data-testid="${testId}"]`);
      if (!(button instanceof HTMLElement) || button.matches(':disabled')) return false;
      button.click();
      return true;
    },
    testId,
  );
}

/** Types into a field as a person who ends with Enter. @param {DrivenPage} page @param {string} testId @param {string} text */
async function fill(page, testId, text) {
  await page.evaluate(
    (testId, text) => {
      const field = /** @type {HTMLInputElement} */ (document.querySelector(`[data-testid="${testId}"]`));
      field.focus();
      // React listens for what its own setter of "value" did not set.
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field, text);
      field.dispatchEvent(new Event('input', { bubbles: true }));
      field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
      field.blur();
    },
    testId,
    text,
  );
}

/** What the page shows of its runs. @param {DrivenPage} page */
const shown = (page) =>
  page.evaluate(() => {
    const texts = (/** @type {string} */ start) =>
      Array.from(document.querySelectorAll(`[data-testid^="${start}-"]`), (element) => element.textContent);
    const progress = document.querySelector('[data-testid="progress"]')?.textContent ?? '';
    const field = /** @type {HTMLInputElement | null} */ (document.querySelector('[data-testid="steps"]'));
    return {
      step: Number(/Step ([\d,]+) of/.exec(progress)?.[1]?.replaceAll(',', '')),
      losses: texts('loss').filter((text) => /^[\d.]+$/.test(text ?? '')),
      names: texts('run-name'),
      steps: field?.value,
    };
  });

/** Opens the lab, and has its runs and its settings drawn. @param {DrivenPage} page @param {string} url @returns {Promise<string>} its engine */
async function openLab(page, url) {
  await page.open(url);
  const engine = await until(page, 'the page knows its engine', () => {
    const text = document.querySelector('[data-testid="engine-info"]')?.textContent ?? '';
    return text.includes('·') ? text : '';
  });
  await click(page, 'tab-settings');
  await until(page, 'the settings are there', () => document.querySelector('[data-testid="steps"]') !== null);
  await click(page, 'tab-runs');
  await until(
    page,
    'the runs are there',
    () => document.querySelector('[data-testid^="run-name-"]') !== null,
  );
  return engine;
}

/** The next file that the page saves. @param {DrivenPage} page @param {() => Promise<unknown>} save */
async function savedFile(page, save) {
  await page.evaluate(() => {
    const { createObjectURL } = URL;
    /** @type {Map<string, Blob | MediaSource>} */
    const blobs = new Map();
    Object.assign(window, { savedFile: null });
    URL.createObjectURL = (blob) => {
      const address = createObjectURL.call(URL, blob);
      blobs.set(address, blob);
      return address;
    };
    // The file stays here: a browser without a window may ask where to put it. What saves it is in no document.
    const press = HTMLAnchorElement.prototype.click;
    HTMLAnchorElement.prototype.click = function () {
      URL.createObjectURL = createObjectURL;
      HTMLAnchorElement.prototype.click = press;
      Object.assign(window, { savedFile: blobs.get(this.href) });
    };
  });
  await save();
  const base64 = await until(page, 'the page has saved a file', async () => {
    const blob = /** @type {any} */ (window).savedFile;
    if (!blob) return null;
    const reader = new FileReader();
    reader.readAsDataURL(blob);
    await new Promise((resolve) => {
      reader.onload = resolve;
    });
    return String(reader.result).split(',')[1];
  });
  return Buffer.from(base64, 'base64');
}

/** @param {unknown} holds @param {string} sentence */
function must(holds, sentence) {
  if (!holds) throw new Error(sentence);
}

/**
 * Goes through it. Rejects with what did not come about.
 * @param {() => Promise<DrivenPage>} openBrowser with a profile of its own each time
 * @param {string} url of the site
 * @returns {Promise<string>} what was seen, in words
 */
export async function smoke(openBrowser, url) {
  const page = await openBrowser();
  /** @type {DrivenPage | null} */
  let other = null;
  try {
    await page.open(url);
    await page.evaluate(() => localStorage.setItem('attention-lab engine /lab/', 'processor'));
    const engine = await openLab(page, url);
    must(engine.includes('Processor'), `The page trains on "${engine}", and not on the processor.`);
    await click(page, 'tab-settings');
    await fill(page, 'steps', steps);
    await click(page, 'tab-runs');

    await click(page, 'train');
    // Of these steps: a first visit opens with a recording of more.
    await until(
      page,
      'five steps are made',
      (steps) => {
        const text = document.querySelector('[data-testid="progress"]')?.textContent ?? '';
        return Number(new RegExp(`Step (\\d+) of ${steps}`).exec(text)?.[1]) >= 5;
      },
      steps,
    );
    await click(page, 'pause');
    await until(page, 'the training pauses', () =>
      document.querySelector('[data-testid="message"]')?.textContent?.startsWith('Paused'),
    );
    const trained = await shown(page);
    must(trained.losses.length > 0, 'No run has a loss.');
    for (const loss of trained.losses)
      must(
        Number(loss) > 0 && Number(loss) < Math.log(81) + 0.2,
        `A loss is ${loss} after ${trained.step} steps.`,
      );

    await click(page, 'share');
    await click(page, 'tab-files');
    const files = unzipSync(await savedFile(page, () => click(page, 'save-everything')));
    must('experiment.json' in files, `The saved file holds ${Object.keys(files).join(', ')}.`);

    await openLab(page, url);
    await until(
      page,
      'a reload shows the step that was kept',
      (step) => {
        const text = document.querySelector('[data-testid="progress"]')?.textContent ?? '';
        return text.includes(`Step ${step} of`);
      },
      trained.step,
    );
    const kept = await shown(page);
    must(
      JSON.stringify(kept) === JSON.stringify(trained),
      `Kept is ${JSON.stringify(kept)}, and was ${JSON.stringify(trained)}.`,
    );

    await click(page, 'train');
    await until(
      page,
      'it trains on from there',
      (step) => {
        const text = document.querySelector('[data-testid="progress"]')?.textContent ?? '';
        return Number(/Step ([\d,]+) of/.exec(text)?.[1]) > step;
      },
      trained.step,
    );
    await click(page, 'pause');

    await click(page, 'share');
    const link = await until(page, 'there is a link to share', () => {
      const field = /** @type {HTMLInputElement | null} */ (document.querySelector('[data-testid="link"]'));
      return field?.value;
    });
    other = await openBrowser();
    await openLab(other, link);
    const opened = await shown(other);
    must(
      opened.steps === steps &&
        JSON.stringify(opened.names) === JSON.stringify(trained.names) &&
        opened.step === 0,
      `The link opens ${JSON.stringify(opened)}, and was made of ${JSON.stringify(trained)}.`,
    );
    return `${engine.trim()}; ${trained.step} steps, losses ${trained.losses.join(', ')}; ${Object.keys(files).length} files saved`;
  } finally {
    await other?.close();
    await page.close();
  }
}
