// The lab's worker in a page of headless Chromium, without the lab's own page.

import { adapterFlags, commonFlags, webgpuFlag } from './chromium-flags.mjs';
import { findChromium } from './find-chromium.mjs';
import { PlainError } from './process.mjs';

/**
 * Starts Chromium on the graphics card, or where there is none on the CPU.
 * @param {import('vite').ViteDevServer} server listening
 */
export async function openEngine(server) {
  const { chromium } = await import('@playwright/test');
  const executablePath = await findChromium();
  // An empty document at the address where the site's files are.
  const address = `${server.resolvedUrls.local[0]}engine.html`;
  const openPage = async (browser) => {
    const page = await browser.newPage();
    await page.route(address, (route) =>
      route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>Engine</title>' }),
    );
    await page.goto(address);
    return page;
  };
  for (const flags of adapterFlags()) {
    const browser = await chromium.launch({ executablePath, args: [webgpuFlag, ...commonFlags, ...flags] });
    const probe = await openPage(browser);
    const found = await probe.evaluate(async () => {
      const adapter = await navigator.gpu?.requestAdapter();
      return adapter ? { software: adapter.info.isFallbackAdapter ?? false } : null;
    });
    await probe.close();
    const last = flags === adapterFlags().at(-1);
    if (found && (last || !found.software)) {
      return {
        version: `Chromium ${browser.version()}`,
        /** Trains and evaluates; `error` in the result is a sentence. `onExport`, if given, gets the files of each run. */
        async run(experiment, { ownText = null, onExport }, onProgress) {
          const page = await openPage(browser);
          try {
            await page.exposeFunction('labProgress', onProgress);
            if (onExport) await page.exposeFunction('labExport', onExport);
            return await page.evaluate(runInPage, { experiment, ownText });
          } finally {
            await page.close();
          }
        },
        /** A page in which the lab's modules can be imported; whoever asks for it closes it. */
        openPage: () => openPage(browser),
        close: () => browser.close(),
      };
    }
    await browser.close();
  }
  throw new PlainError('Chromium offers no WebGPU adapter, not even on the CPU. See chrome://gpu for why.');
}

/** Runs in the page: drives the worker as the lab's page would, and gathers what it says. */
async function runInPage({ experiment, ownText }) {
  const { connectLab, proxy } = await import('/src/runtime/client.ts');
  const { evaluationsFor } = await import('/src/measure/evals/index.ts');
  let crash;
  const crashed = new Promise((_, reject) => {
    crash = (message) => reject(new Error(message));
  });
  const { lab, terminate } = connectLab(crash);
  const runs = Object.fromEntries(
    experiment.runs.map(({ id }) => [id, { losses: [], validation: [], failed: null }]),
  );
  const say = (what, secondsLeft) => void window.labProgress({ what, secondsLeft });

  const train = () =>
    new Promise((resolve, reject) => {
      const onEvent = proxy((event) => {
        if (event.type === 'preparing') say(event.what, null);
        if (event.type === 'losses') runs[event.runId].losses.push(...event.points);
        if (event.type === 'validation') runs[event.runId].validation.push(event.point);
        if (event.type === 'runFailed') runs[event.runId].failed = event.message;
        if (event.type === 'progress') say(`step ${event.step} of ${event.steps}`, event.secondsLeft);
        if (event.type === 'state' && event.state === 'finished') resolve(info);
        if (event.type === 'state' && event.state === 'failed')
          reject(new Error(event.message ?? 'Every run failed: their losses were no longer numbers.'));
      });
      let info;
      lab
        .load(experiment, ownText, onEvent)
        .then((loaded) => {
          info = loaded;
          return lab.train();
        })
        .catch(reject);
    });

  const evaluate = async () => {
    const rows = {};
    const onEvent = proxy((event) => {
      if (event.type === 'progress')
        say(`evaluating, batch ${event.done} of ${event.total}`, event.secondsLeft);
      else {
        rows[event.rowId] ??= { step: event.step, outcomes: {} };
        rows[event.rowId].outcomes[event.evalId] = event.outcome;
      }
    });
    await lab.evaluate(
      evaluationsFor(experiment.task !== null).map(({ id }) => id),
      onEvent,
    );
    return rows;
  };

  /** Of the beginning of the text, a context of it; of a task, a sample. */
  const look = async () => {
    const { textSettings } = await import('/src/experiment/schema.ts');
    const { sampleText } = await import('/src/data/vocabulary.ts');
    const sample = experiment.task
      ? sampleText(experiment.task, experiment.model.context, experiment.seed, 0)
      : (await lab.describeText(textSettings(experiment), ownText)).sample;
    const looks = {};
    for (const { id } of experiment.runs) {
      const { layers } = await lab.look(id, sample);
      looks[id] = layers.map(({ indicators, scores }) => ({ indicators, scores }));
    }
    return { probe: sample, layers: looks };
  };

  const work = async () => {
    const backend = await lab.backend();
    const started = performance.now();
    const info = await train();
    const trainSeconds = (performance.now() - started) / 1000;
    if (window.labExport)
      for (const { id } of experiment.runs) await window.labExport(id, await lab.exportRun(id, 'pytorch'));
    const evaluations = await evaluate();
    return { backend, info, trainSeconds, runs, evaluations, indicators: await look() };
  };
  try {
    return await Promise.race([work(), crashed]);
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  } finally {
    terminate();
  }
}
