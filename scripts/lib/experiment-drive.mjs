// Trains and evaluates an experiment as the lab's page would, over the worker's protocol, and gathers what it says. Vite
// loads this, in a page or in Node.

import { sampleText } from '../../src/data/vocabulary.ts';
import { textSettings } from '../../src/experiment/schema.ts';
import { evaluationsFor } from '../../src/measure/evals/index.ts';

/**
 * @param {import('../../src/runtime/protocol').LabWorker} lab
 * @param {{experiment: object, ownText: {name: string, text: string} | null}} work
 * @param {{
 *   crashed: Promise<string>, resolves with a sentence when lab is of no more use
 *   proxy?: <T>(callback: T) => T, marks a callback where lab is in another thread
 *   onProgress(state: {what: string, secondsLeft: number | null}): void,
 *   onExport?: (runId: string, files: object[]) => unknown,
 * }} listeners
 */
export async function driveLab(lab, { experiment, ownText }, listeners) {
  const { proxy = (f) => f, crashed, onProgress, onExport } = listeners;
  const runs = Object.fromEntries(
    experiment.runs.map(({ id }) => [id, { losses: [], validation: [], failed: null }]),
  );
  const say = (what, secondsLeft) => onProgress({ what, secondsLeft });

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
      lab.training
        .load(experiment, ownText, onEvent)
        .then((loaded) => {
          info = loaded;
          return lab.training.train();
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
    await lab.evaluation.run(
      evaluationsFor(experiment.task !== null).map(({ id }) => id),
      onEvent,
    );
    return rows;
  };

  /** Of the beginning of the text, a context of it; of a task, a sample. */
  const look = async () => {
    const sample = experiment.task
      ? sampleText(experiment.task, experiment.model.context, experiment.seed, 0)
      : (await lab.text.describe(textSettings(experiment), ownText)).sample;
    const looks = {};
    for (const { id } of experiment.runs) {
      const { layers } = await lab.probe.attention(id, sample);
      looks[id] = layers.map(({ indicators, scores }) => ({ indicators, scores }));
    }
    return { probe: sample, layers: looks };
  };

  const work = async () => {
    const backend = await lab.device.backend();
    const started = performance.now();
    const info = await train();
    const trainSeconds = (performance.now() - started) / 1000;
    if (onExport)
      for (const { id } of experiment.runs) await onExport(id, await lab.files.exportRun(id, 'pytorch'));
    const evaluations = await evaluate();
    return { backend, info, trainSeconds, runs, evaluations, indicators: await look() };
  };
  return Promise.race([work(), crashed.then((error) => ({ error }))]).catch((error) => ({
    error: error instanceof Error ? error.message : String(error),
  }));
}
