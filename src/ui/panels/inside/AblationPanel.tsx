/** Takes parts out of the chosen run, as it is at the moment: a set that a person switches off, each head and layer in turn, or one change by itself. */
import { Button, Progress } from '@mantine/core';
import { useMemo } from 'react';
import type { AblationGrid } from '../../../app/session/ablationStudy';
import type { Run } from '../../../experiment/schema';
import { runsTogether } from '../../../experiment/seedRuns';
import { formatCount } from '../../../format/numbers';
import { formatDuration } from '../../../format/times';
import { t } from '../../../i18n/i18n';
import { useAblation, useApp, useChosenRun, useExperiment, useRuns, useView } from '../../AppContext';
import { groupName } from '../../charts/chartRuns';
import { Isolated } from '../../kit/Isolated';
import { OtherMoment } from '../../kit/OtherMoment';
import { useMoment } from '../../time/useMoment';
import type { PanelProps } from '../panel';
import { AblationResults } from './AblationResults';
import { ChangeForm } from './ChangeForm';
import classes from './InsidePanels.module.css';
import { PartSwitches } from './PartSwitches';
import { errorSentence, type ShownGrid, shownGrid } from './shownGrid';
import { useSwitches } from './useSwitches';

export function AblationPanel({ id, title }: PanelProps) {
  const { session } = useApp();
  const run = useChosenRun();
  const moment = useMoment();
  const recorded = useRuns((r) => r.recorded);
  const runs = useRunsAsOne(run);
  const grids = useAblation((a) => a.grids);
  const kind = useView((v) => (v.seedDrawing === 'range' ? 'range' : 'standardError'));
  const taken = useRuns((r) => r.curves[run.id]?.train.last?.step ?? 0);
  const shownStep = moment ?? taken;
  const isShown = (own: AblationGrid) => own.step === shownStep || (moment !== null && own.moment === moment);
  const grid = shownGrid(runs, grids, kind, isShown);
  const pinned = usePinnedGrid(run, isShown);
  const isOther = grid !== null && !grid.seeds.some((seed) => isShown(seed.grid));
  const progress = useAblation((a) => a.progress);
  const error = useAblation((a) => a.error);
  const switches = useSwitches(!recorded);
  return (
    <section className="panel" aria-label={title} data-testid={id}>
      <h2>
        {title}: <Isolated text={runs.length > 1 ? groupName(run, runs.length) : run.name} />
      </h2>
      <p className="muted">
        {t('inside.ablation.about')}{' '}
        {moment === null
          ? t('inside.ablation.now')
          : t('inside.ablation.moment', { step: formatCount(moment) })}
      </p>
      <PartSwitches run={run} switches={switches} disabled={recorded} />
      <div className={classes.row}>
        {progress ? (
          <Button
            size="xs"
            variant="default"
            data-testid="stop-ablation"
            onClick={() => void session.ablation.stop()}
          >
            {t('inside.ablation.stop')}
          </Button>
        ) : (
          <Button
            size="xs"
            data-testid="start-ablation"
            disabled={recorded}
            onClick={() =>
              void session.ablation.grid(
                runs.map((one) => one.id),
                moment,
              )
            }
          >
            {startText(isOther ? shownStep : null, runs.length)}
          </Button>
        )}
        {recorded && <span className="muted">{t('inside.ablation.recorded')}</span>}
        {grid && isOther && (
          // Beside the button, so that nothing moves where training goes on.
          <OtherMoment
            text={t('inside.ablation.otherMoment', {
              step: formatCount(grid.step),
              shown: formatCount(shownStep),
            })}
            testId="ablation-other-moment"
          />
        )}
        {progress && (
          <span className="muted" role="status">
            {progress.total === 0
              ? t('inside.ablation.preparing')
              : t('inside.ablation.progress', {
                  done: formatCount(progress.done),
                  total: formatCount(progress.total),
                  left: formatDuration(progress.secondsLeft),
                })}{' '}
            {progress.runs > 1 &&
              t('inside.ablation.ofSeeds', {
                seed: formatCount(progress.run),
                seeds: formatCount(progress.runs),
              })}
          </span>
        )}
      </div>
      {progress && progress.total > 0 && (
        <Progress value={(100 * progress.done) / progress.total} aria-label={title} />
      )}
      {error && (
        <p className="error" role="alert">
          {error}
        </p>
      )}
      {grid && runs.length > 1 && (
        <p className="muted" data-testid="ablation-seeds">
          {seedsText(grid, runs.length)}
        </p>
      )}
      <AblationResults
        run={run}
        grid={grid}
        pinned={pinned}
        parts={switches.parts}
        principles={switches.principles}
        disabled={recorded}
        onToggle={(part) => switches.toggle(part)}
      />
      <div data-controls>
        <ChangeForm run={run} disabled={recorded} />
      </div>
    </section>
  );
}

/** What was measured of the pinned run, where that is another than those that are shown. */
function usePinnedGrid(run: Run, isShown: (grid: AblationGrid) => boolean): ShownGrid | null {
  const pinnedRun = useView((v) => v.pinnedRun);
  const pinned = useExperiment((e) => e.experiment.runs.find(({ id }) => id === pinnedRun));
  const runs = useRunsAsOne(pinned ?? run);
  const grids = useAblation((a) => a.grids);
  const kind = useView((v) => (v.seedDrawing === 'range' ? 'range' : 'standardError'));
  return pinned && !runs.includes(run) ? shownGrid(runs, grids, kind, isShown) : null;
}

/** Returns the runs that the page draws as one with a run: those of its stack at every seed, or itself alone. */
function useRunsAsOne(run: Run): readonly Run[] {
  const experiment = useExperiment((e) => e.experiment);
  const together = useView((v) => v.seedDrawing !== 'each');
  return useMemo(
    () => runsTogether(experiment, together).find((members) => members.includes(run)) ?? [run],
    [experiment, together, run],
  );
}

/** @param step that the page shows, where what stands below is of another; null where it is not */
function startText(step: number | null, count: number): string {
  const seeds = formatCount(count);
  if (step === null) return t(count > 1 ? 'inside.ablation.startSeeds' : 'inside.ablation.start', { seeds });
  return t(count > 1 ? 'inside.ablation.startSeedsAt' : 'inside.ablation.startAt', {
    seeds,
    step: formatCount(step),
  });
}

const seedsText = (grid: ShownGrid, all: number): string =>
  [
    errorSentence(grid),
    grid.seeds.length < all &&
      t('inside.ablation.seeds.measured', { seeds: formatCount(grid.seeds.length), all: formatCount(all) }),
  ]
    .filter(Boolean)
    .join(' ');
