/** What came of an experiment at its seeds, as Markdown for people and as JSON for programs. */
import { pick } from 'es-toolkit';
import { version } from '../../package.json';
import { mixesTokens } from '../attention/layers';
import type { Experiment, Run } from '../experiment/schema';
import { markdownLine, markdownTable, markdownText } from '../format/markdown';
import { formatCount } from '../format/numbers';
import { visibleText } from '../format/visible';
import { formatEstimate } from '../measure/evals/format';
import { baselines } from '../measure/evals/ngrams';
import { overSeeds } from '../measure/evals/seeds';
import { meanAndDeviation } from '../measure/evals/statistics';
import { chanceRow, type ResultRow, toMarkdown } from '../measure/evals/table';
import { headScores } from '../measure/heads';
import { earlyBecause, type ValueError } from '../measure/verdict';
import type { EngineInfo } from '../runtime/protocol';
import type { Evaluated } from '../runtime/runReducer';
import type { RunRecord, TrainedExperiment } from './drive';

/** An experiment at one seed, and what came of it. */
export interface SeedResult extends TrainedExperiment {
  experiment: Experiment;
}

/** The results at every seed, at least one. */
export type SeedResults = readonly [SeedResult, ...SeedResult[]];

export interface ReportFacts {
  /** What to type to have it again. */
  command: string;
  title: string;
  /** What it ran on. */
  where: string;
}

/** A run's training loss is the mean over its last steps: that of a single batch jumps. */
const lastSteps = 20;

/** The most columns that a table of a course has. */
const courseColumns = 8;

/** Tables in Markdown, under a heading. */
export function report(seeds: SeedResults, { command, title, where }: ReportFacts): string {
  const [{ experiment, engine, info }] = seeds;
  const rows = [
    ...experiment.runs.map((run) => ({
      ...row(seeds, run.id, run.name, true),
      mixes: mixesTokens(run.layers),
      early: earlyOf(seeds, run),
    })),
    ...baselines.map(({ id, name }) => row(seeds, id, name, false)),
    chanceRow(info),
  ];
  const failures = seeds.flatMap((seed) =>
    experiment.runs.flatMap(({ id, name }) => {
      const { failed } = runOf(seed, id);
      return failed ? [`- ${markdownLine(name)}, seed ${seed.experiment.seed}: ${markdownText(failed)}`] : [];
    }),
  );
  const seconds = seeds.map(({ trainSeconds }) => trainSeconds).reduce((a, b) => a + b, 0);
  const parts = [
    `### ${markdownText(title)}`,
    `    ${visibleText(command)}`,
    `${markdownText(`${recipe(experiment)}; ${engine.name} on ${engine.adapter}, ${where}, Attention Lab ${version}`)}; ` +
      `trained in ${Math.round(seconds)} s. ${spread(seeds)}`,
    trainingTable(seeds),
    toMarkdown(rows).trimEnd(),
    baselines.map(({ note }) => note).join(' '),
    courseTable(seeds),
    failures.join('\n'),
  ];
  return `${parts.filter(Boolean).join('\n\n')}\n`;
}

/** Gets a run's record. @throws Error where the experiment has no such run */
function runOf({ runs }: SeedResult, id: string): RunRecord {
  const run = runs[id];
  if (!run) throw new Error(`There is no run ${id}.`);
  return run;
}

/** Tells why a run cannot be judged yet, by its curve at any seed; null where it can. */
function earlyOf(seeds: SeedResults, { id, name }: Run): string | null {
  for (const seed of seeds) {
    const { validation } = runOf(seed, id);
    const curve = { steps: validation.map(({ step }) => step), values: validation.map(({ loss }) => loss) };
    const early = earlyBecause(name, curve, 'lower', lossError(seed, id));
    if (early) return early;
  }
  return null;
}

/** The error of a run's loss, of its perplexity: relative there, absolute here; null where that was not evaluated. */
function lossError({ evaluations }: SeedResult, id: string): ValueError | null {
  const outcome = evaluations[id]?.outcomes.perplexity;
  const found = outcome && 'metrics' in outcome ? outcome.metrics.perplexity : undefined;
  return found ? { stderr: found.stderr / found.value, df: found.n - 1 } : null;
}

/** A row of the results' table, its outcomes over all seeds. @param id of a run or a baseline */
function row(seeds: SeedResults, id: string, name: string, ranked: boolean): ResultRow {
  const found = seeds.map(({ evaluations }): Evaluated => evaluations[id] ?? { step: null, outcomes: {} });
  const [first = { step: null, outcomes: {} }] = found;
  const outcomes = Object.keys(first.outcomes).map((evalId) => [
    evalId,
    overSeeds(found.flatMap(({ outcomes }) => outcomes[evalId] ?? [])),
  ]);
  return { id, name, ranked, step: first.step, outcomes: Object.fromEntries(outcomes) };
}

/** What is trained on, in a line. */
export function recipe({ corpus, tokenizer, task, steps, batch, model }: Experiment): string {
  const knobs = Object.entries(task?.knobs ?? {}).map(([name, value]) => `${name} ${value}`);
  const data = task ? `Task ${[task.id, ...knobs].join(', ')}` : `Corpus ${corpus}, tokenizer ${tokenizer}`;
  return `${data}; ${steps} steps of ${batch} × ${model.context} tokens`;
}

function spread(seeds: SeedResults): string {
  const names = seeds.map(({ experiment }) => experiment.seed).join(', ');
  return seeds.length === 1
    ? `Seed ${names}; ± is the standard error of an evaluation.`
    : `Mean ± standard deviation over seeds ${names}.`;
}

/** Mean and deviation in nats; "–" where a seed has no value. */
function nats(values: readonly (number | undefined)[]): string {
  const there = values.filter((value) => value !== undefined);
  if (there.length < values.length) return '–';
  const { mean, deviation } = meanAndDeviation(there);
  return formatEstimate('nats', { value: mean, stderr: deviation });
}

function trainingTable(seeds: SeedResults): string {
  const [{ experiment, info }] = seeds;
  const body = experiment.runs.map(({ id, name }) => {
    const train = seeds.map((seed) => {
      const last = runOf(seed, id)
        .losses.slice(-lastSteps)
        .map(({ loss }) => loss);
      return last.length > 0 ? meanAndDeviation(last).mean : undefined;
    });
    const validation = seeds.map((seed) => runOf(seed, id).validation.at(-1)?.loss);
    const parameters = info.parameters[id];
    return [name, parameters === undefined ? '–' : formatCount(parameters), nats(train), nats(validation)];
  });
  const head = ['Run', 'Parameters', `Train loss (last ${lastSteps} steps)`, 'Validation loss'];
  return markdownTable(head, body).trimEnd();
}

/** Of a task, where a mean over seeds says little: when each run at each seed found the solution. */
function courseTable(seeds: SeedResults): string {
  const [{ experiment }] = seeds;
  // Of all runs, as one that failed has fewer.
  const points = seeds.flatMap(({ runs }) => Object.values(runs).flatMap(({ validation }) => validation));
  const counted = points.filter(({ step, accuracy }) => step > 0 && accuracy !== null);
  const measured = [...new Set(counted.map(({ step }) => step))].sort((a, b) => a - b);
  if (measured.length === 0) return '';
  const every = Math.ceil(measured.length / courseColumns);
  // Counted from the end, which is shown in any case.
  const steps = measured.filter((_, i) => (measured.length - 1 - i) % every === 0);
  const body = experiment.runs.flatMap(({ id, name }) =>
    seeds.map((seed) => {
      const at = new Map(runOf(seed, id).validation.map(({ step, accuracy }) => [step, accuracy]));
      const share = (value: number | null | undefined) =>
        value == null ? '–' : formatEstimate('share', { value, stderr: Number.NaN });
      return [name, String(seed.experiment.seed), ...steps.map((step) => share(at.get(step)))];
    }),
  );
  const table = markdownTable(['Run', 'Seed', ...steps.map(formatCount)], body);
  return `Accuracy on held-out sequences after so many steps:\n\n${table.trimEnd()}`;
}

/** What computed it. @param engine null where none started */
export const versionsOf = (engine: EngineInfo | null, where: string) => ({
  attentionLab: version,
  node: process.versions.node,
  where,
  backend: engine?.name ?? null,
  adapter: engine?.adapter ?? null,
});

/**
 * Everything: curves, evaluations, indicators and the inside of runs at each seed, and the versions of what computed them.
 * @param hash what one's own text is known by (textHash); null where none is trained on
 */
export function asJSON(
  seeds: SeedResults,
  { command, where }: Pick<ReportFacts, 'command' | 'where'>,
  hash: number | null = null,
) {
  const [{ engine, experiment }] = seeds;
  return {
    command,
    date: new Date().toISOString(),
    versions: versionsOf(engine, where),
    experiment,
    textHash: hash,
    headScores: headScores.map((score) =>
      pick(score, ['id', 'name', 'tex', 'definition', 'source', 'appliesTo']),
    ),
    seeds: seeds.map(({ experiment: { seed }, engine: _, ...result }) => ({ seed, ...result })),
  };
}
