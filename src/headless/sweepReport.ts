/** What came of a sweep, as Markdown for people and as JSON for programs. */
import { sumBy } from 'es-toolkit';
import type { SweepResult } from '../document/sweepsSchema';
import type { Experiment } from '../experiment/schema';
import { groupsBySeed } from '../experiment/seedRuns';
import { experimentOfRuns, findSweep } from '../experiment/sweeps/choice';
import { markdownLine, markdownTable, markdownText } from '../format/markdown';
import { formatCount } from '../format/numbers';
import { visibleText } from '../format/visible';
import { formatEstimate } from '../measure/evals/format';
import { meanAndDeviation } from '../measure/evals/statistics';
import type { TrainedSweep } from './driveSweep';
import { type ReportFacts, recipe, versionsOf } from './report';
import type { AskedSweep } from './sweepRequest';

interface SweepFacts extends ReportFacts {
  experiment: Experiment;
  asked: AskedSweep;
}

/** A table in Markdown, under a heading: a row for each stack, in the order of the sweep. */
export function sweepReport(
  trained: TrainedSweep,
  { command, title, where, experiment, asked }: SweepFacts,
): string {
  const { choice, runs } = asked;
  const done = new Map(trained.results.map((result) => [result.run.id, result]));
  const groups = groupsBySeed(
    experimentOfRuns(
      experiment,
      runs.map(({ run }) => run),
    ),
  );
  const body = groups.map(({ members }) => {
    const results = members.flatMap(({ id }) => done.get(id) ?? []);
    const live = results.filter(({ failed }) => failed === null);
    const name = (members[0]?.name ?? '').replace(/, seed \d+$/, '');
    return [
      name,
      `${live.length} of ${members.length}`,
      over('nats', live, ({ loss }) => loss),
      over('nats', live, ({ best }) => best?.loss ?? null),
      ...(experiment.task ? [over('share', live, ({ accuracy }) => accuracy)] : []),
    ];
  });
  const head = ['Run', 'Seeds', 'Validation loss', 'Lowest', ...(experiment.task ? ['Accuracy'] : [])];
  const failures = trained.results.flatMap(({ run, failed }) =>
    failed ? [`- ${markdownLine(run.name)}: ${markdownText(failed)}`] : [],
  );
  const missing = runs.length - trained.results.length;
  const parts = [
    `### ${markdownText(`${title}: ${findSweep(choice.sweep)?.name ?? choice.sweep}`)}`,
    `    ${visibleText(command)}`,
    `${markdownText(`${recipe(experiment)}; ${trained.engine?.name} on ${trained.engine?.adapter}, ${where}`)}; ` +
      `${formatCount(trained.results.length)} runs, ${formatCount(sumBy(trained.results, ({ steps }) => steps))} steps in ` +
      `${formatCount(Math.round(trained.trainSeconds))} s.` +
      `${choice.seeds > 1 ? ' Mean ± standard deviation over seeds.' : ''}`,
    markdownTable(head, body).trimEnd(),
    failures.join('\n'),
    missing > 0 ? `${formatCount(missing)} runs have no result.` : '',
  ];
  return `${parts.filter(Boolean).join('\n\n')}\n`;
}

/** Mean and deviation of runs; "–" where one has no value, or there is none. */
function over(
  unit: 'nats' | 'share',
  results: readonly SweepResult[],
  read: (result: SweepResult) => number | null,
): string {
  const values = results.map(read).filter((value) => value !== null);
  if (values.length === 0 || values.length < results.length) return '–';
  const { mean, deviation } = meanAndDeviation(values);
  return formatEstimate(unit, { value: mean, stderr: deviation });
}

/**
 * Everything: the sweep, and each run's numbers and curves, in the order of the sweep.
 * @param hash what one's own text is known by (textHash); null where none is trained on
 */
export function sweepJSON(
  trained: TrainedSweep,
  { command, where, experiment, asked }: SweepFacts,
  hash: number | null,
) {
  const { choice, runs } = asked;
  const done = new Map(trained.results.map((result) => [result.run.id, result]));
  return {
    command,
    date: new Date().toISOString(),
    versions: versionsOf(trained.engine, where),
    experiment,
    textHash: hash,
    sweep: choice,
    results: runs.flatMap(({ run, seed, x, line }) => {
      const result = done.get(run.id);
      return result ? [{ seed, x, line, ...result }] : [];
    }),
  };
}
