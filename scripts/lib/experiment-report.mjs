// What came of an experiment at its seeds, as Markdown for people and as JSON for programs.

import { readFileSync } from 'node:fs';
import { inRoot } from './paths.mjs';

/** A run's training loss is the mean over its last steps: that of a single batch jumps. */
const lastSteps = 20;

/** The most columns that a table of a course has. */
const courseColumns = 8;

const appVersion = () => JSON.parse(readFileSync(inRoot('package.json'), 'utf8')).version;

/**
 * @param {import('vite').ViteDevServer} server loads the lab's own tables
 * @param {object[]} seeds an experiment and its result at each seed
 * @param {{command: string, title: string, where: string}} facts
 * @returns {Promise<string>} Markdown
 */
export async function report(server, seeds, { command, title, where }) {
  const load = (name) => server.ssrLoadModule(`/src/measure/evals/${name}.ts`);
  const [table, { overSeeds }, { baselines }] = await Promise.all([
    load('table'),
    load('seeds'),
    load('ngrams'),
  ]);
  const [first] = seeds;
  const { experiment, backend, info } = first;
  const row = (id, name, ranked) => {
    const found = seeds.map((seed) => seed.evaluations[id]);
    const outcomes = Object.keys(found[0].outcomes).map((evalId) => [
      evalId,
      overSeeds(found.map(({ outcomes }) => outcomes[evalId])),
    ]);
    return { id, name, ranked, step: found[0].step, outcomes: Object.fromEntries(outcomes) };
  };
  const rows = [
    ...experiment.runs.map(({ id, name }) => row(id, name, true)),
    ...baselines.map(({ id, name }) => row(id, name, false)),
    table.chanceRow(info),
  ];
  const failures = seeds.flatMap((seed) =>
    experiment.runs.flatMap(({ id, name }) => {
      const { failed } = seed.runs[id];
      return failed ? [`- ${name}, seed ${seed.experiment.seed}: ${failed}`] : [];
    }),
  );
  const seconds = seeds.map(({ trainSeconds }) => trainSeconds).reduce((a, b) => a + b, 0);
  const parts = [
    `### ${title}`,
    `    ${command}`,
    `${recipe(experiment)}; ${backend.name} on ${backend.adapter}, ${where}, Attention Lab ${appVersion()}; ` +
      `trained in ${Math.round(seconds)} s. ${spread(seeds)}`,
    await trainingTable(server, seeds),
    table.toMarkdown(rows).trimEnd(),
    baselines.map(({ note }) => note).join(' '),
    await courseTable(server, seeds),
    failures.join('\n'),
  ];
  return `${parts.filter(Boolean).join('\n\n')}\n`;
}

function recipe({ corpus, tokenizer, task, steps, batch, model }) {
  const knobs = Object.entries(task?.knobs ?? {}).map(([name, value]) => `${name} ${value}`);
  const data = task ? `Task ${[task.id, ...knobs].join(', ')}` : `Corpus ${corpus}, tokenizer ${tokenizer}`;
  return `${data}; ${steps} steps of ${batch} × ${model.context} tokens`;
}

function spread(seeds) {
  const names = seeds.map(({ experiment }) => experiment.seed).join(', ');
  return seeds.length === 1
    ? `Seed ${names}; ± is the standard error of an evaluation.`
    : `Mean ± standard deviation over seeds ${names}.`;
}

async function trainingTable(server, seeds) {
  const { markdownTable } = await server.ssrLoadModule('/src/measure/evals/table.ts');
  const { meanAndDeviation } = await server.ssrLoadModule('/src/measure/evals/statistics.ts');
  const { formatEstimate } = await server.ssrLoadModule('/src/measure/evals/format.ts');
  const nats = (values) => {
    if (values.some((value) => value === undefined)) return '–';
    const { mean, deviation } = meanAndDeviation(values);
    return formatEstimate('nats', { value: mean, stderr: deviation });
  };
  const [{ experiment, info }] = seeds;
  const body = experiment.runs.map(({ id, name }) => {
    const train = seeds.map((seed) => {
      const last = seed.runs[id].losses.slice(-lastSteps).map(({ loss }) => loss);
      return last.length > 0 ? meanAndDeviation(last).mean : undefined;
    });
    const validation = seeds.map((seed) => seed.runs[id].validation.at(-1)?.loss);
    return [name, info.parameters[id].toLocaleString('en'), nats(train), nats(validation)];
  });
  const head = ['Run', 'Parameters', `Train loss (last ${lastSteps} steps)`, 'Validation loss'];
  return markdownTable(head, body).trimEnd();
}

/** Of a task, where a mean over seeds says little: when each run at each seed found the solution. */
async function courseTable(server, seeds) {
  const { markdownTable } = await server.ssrLoadModule('/src/measure/evals/table.ts');
  const { formatEstimate } = await server.ssrLoadModule('/src/measure/evals/format.ts');
  const [{ experiment }] = seeds;
  // Of all runs, as one that failed has fewer.
  const points = seeds.flatMap(({ runs }) => Object.values(runs).flatMap(({ validation }) => validation));
  const counted = points.filter(({ step, accuracy }) => step > 0 && typeof accuracy === 'number');
  const measured = [...new Set(counted.map(({ step }) => step))].sort((a, b) => a - b);
  if (measured.length === 0) return '';
  const every = Math.ceil(measured.length / courseColumns);
  // Counted from the end, which is shown in any case.
  const steps = measured.filter((_, i) => (measured.length - 1 - i) % every === 0);
  const body = experiment.runs.flatMap(({ id, name }) =>
    seeds.map((seed) => {
      const at = new Map(seed.runs[id].validation.map(({ step, accuracy }) => [step, accuracy]));
      const share = (value) => (value == null ? '–' : formatEstimate('share', { value, stderr: Number.NaN }));
      return [name, String(seed.experiment.seed), ...steps.map((step) => share(at.get(step)))];
    }),
  );
  const table = markdownTable(['Run', 'Seed', ...steps.map((step) => step.toLocaleString('en'))], body);
  return `Accuracy on held-out sequences after so many steps:\n\n${table.trimEnd()}`;
}

/** Everything: curves, evaluations and indicators at each seed, and the versions of what computed them. */
export function asJson(seeds, { command, where }) {
  const [{ backend, experiment }] = seeds;
  return {
    command,
    date: new Date().toISOString(),
    versions: {
      attentionLab: appVersion(),
      node: process.versions.node,
      where,
      backend: backend.name,
      adapter: backend.adapter,
    },
    experiment,
    seeds: seeds.map(({ experiment: { seed }, backend: _, ...result }) => ({ seed, ...result })),
  };
}
