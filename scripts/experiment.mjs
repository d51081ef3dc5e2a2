// npm run experiment -- FILE.json [--steps n] [--json OUT]: trains an Experiment without a window, in the real engine in
// headless Chromium, and prints each run's losses.

import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { ensurePackages } from './lib/ensure-packages.mjs';
import { findChromium } from './lib/find-chromium.mjs';
import { PlainError, runMain } from './lib/process.mjs';
import { prepareCorpora } from './prepare-corpora.mjs';

const flags = [
  '--enable-unsafe-webgpu',
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-sync',
];

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { steps: { type: 'string' }, json: { type: 'string' } },
  });
  const [file] = positionals;
  if (!file) throw new PlainError('Name an experiment: npm run experiment -- experiments/first-look.json');
  const experiment = JSON.parse(readFileSync(file, 'utf8'));
  if (values.steps) experiment.steps = Number(values.steps);

  await ensurePackages();
  prepareCorpora();
  const executablePath = await findChromium();
  const { createServer } = await import('vite');
  const { chromium } = await import('@playwright/test');
  const server = await createServer({ server: { port: 0, strictPort: false }, logLevel: 'error' });
  await server.listen();
  const browser = await chromium.launch({ executablePath, args: flags });
  try {
    const page = await browser.newPage();
    await page.exposeFunction('labProgress', (line) => process.stdout.write(`\r${line}   `));
    // The engine alone, without the page: an empty document at the address where the site's files are.
    const address = `${server.resolvedUrls.local[0]}engine.html`;
    await page.route(address, (route) =>
      route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>Engine</title>' }),
    );
    await page.goto(address);
    const result = await page.evaluate(trainInPage, experiment);
    print(result);
    if (values.json) writeFileSync(values.json, `${JSON.stringify({ experiment, ...result }, null, 2)}\n`);
  } finally {
    await browser.close();
    await server.close();
  }
}

/** Runs in the page: drives the worker as the page would, and gathers what it says. */
async function trainInPage(experiment) {
  const { connectLab, proxy } = await import('/src/runtime/client.ts');
  const runs = Object.fromEntries(
    experiment.runs.map((run) => [run.id, { name: run.name, losses: [], validation: [], failed: null }]),
  );
  const { lab, terminate } = connectLab((message) => {
    throw new Error(message);
  });
  const backend = await lab.backend();
  const started = performance.now();
  let info;
  await new Promise((resolve, reject) => {
    const onEvent = proxy((event) => {
      if (event.type === 'losses') runs[event.runId].losses.push(...event.points);
      if (event.type === 'validation') runs[event.runId].validation.push(event.point);
      if (event.type === 'runFailed') runs[event.runId].failed = event.message;
      if (event.type === 'progress') {
        window.labProgress(
          `step ${event.step} of ${event.steps}, ${Math.ceil(event.secondsLeft ?? 0)} s left`,
        );
      }
      if (event.type === 'state' && event.state === 'finished') resolve();
      if (event.type === 'state' && event.state === 'failed')
        reject(new Error(event.message ?? 'every run failed'));
    });
    lab
      .load(experiment, null, onEvent)
      .then((loaded) => {
        info = loaded;
        return lab.train();
      })
      .catch(reject);
  });
  const evaluations = {};
  for (const run of experiment.runs) evaluations[run.id] = await lab.evaluate(run.id);
  terminate();
  return { backend, info, runs, evaluations, seconds: (performance.now() - started) / 1000 };
}

function print({ backend, info, runs, evaluations, seconds }) {
  console.log(`\n${backend.name}, ${backend.adapter}; ${Math.round(seconds)} s`);
  console.log(`loss of a uniform guess ${info.uniformLoss.toFixed(4)} nats per token`);
  console.log('| run | parameters | train loss (last 20 steps) | validation loss | perplexity | skip loss |');
  console.log('| --- | ---: | ---: | ---: | ---: | ---: |');
  for (const [id, run] of Object.entries(runs)) {
    const last = run.losses.slice(-20).map((p) => p.loss);
    const train = last.reduce((a, b) => a + b, 0) / last.length;
    const { loss, perplexity, skipLoss } = evaluations[id];
    const cells = [run.name, info.parameters[id], train.toFixed(4), loss.toFixed(4), perplexity.toFixed(2)];
    console.log(`| ${cells.join(' | ')} | ${skipLoss?.toFixed(4) ?? '–'} |`);
    if (run.failed) console.log(`  ${run.name}: ${run.failed}`);
  }
}

await runMain(main);
