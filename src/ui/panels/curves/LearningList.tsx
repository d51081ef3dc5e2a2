/** Says of each run which head finds the key and when, and when its plateau ended; each a button that shows that step. */
import { formatCount, formatFixed } from '../../../format/numbers';
import { t } from '../../../i18n/i18n';
import type { HeadTakeOff } from '../../../measure/heads/curves';
import { useApp, useExperiment, useView } from '../../AppContext';
import { type ChartRuns, lineOfRun } from '../../charts/chartRuns';
import { type Learning, type LearningMark, markShapes } from '../../charts/learningMarks';
import { Isolated } from '../../kit/Isolated';
import { RunSwatch } from '../../kit/RunSwatch';
import classes from './LearningList.module.css';

interface Props {
  learned: readonly Learning[];
  /** Of the chart, on which the marks lie. */
  lines: Pick<ChartRuns, 'runs' | 'groups'>;
}

export function LearningList({ learned, lines }: Props) {
  const runs = useExperiment((e) => e.experiment.runs);
  if (learned.length === 0) return null;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: where there is little room what it stands in scrolls, which takes the focus
    <ul className={classes.list} aria-label={t('curves.marks.label')} data-testid="learning" tabIndex={0}>
      {learned.map((one) => {
        // The curves, and this list with them, follow an edit a moment later.
        const line = runs.some(({ id }) => id === one.run.id) && lineOfRun(lines, one.run.id);
        if (!line) return null;
        return (
          <li key={one.run.id}>
            <span className={classes.run}>
              <RunSwatch style={line.style} /> <Isolated text={one.run.name} />
            </span>
            <Marks learned={one} />
          </li>
        );
      })}
    </ul>
  );
}

function Marks({ learned: { run, takeOff, closest, plateauEnd } }: { learned: Learning }) {
  const { playback } = useApp();
  const set = useView((v) => v.set);
  const show = (step: number) => {
    playback.pause();
    playback.moveTo(step);
  };
  return (
    <>
      {takeOff ? (
        <button
          type="button"
          title={t('curves.marks.showStep')}
          onClick={() => {
            set({ runId: run.id, layer: takeOff.layer, head: takeOff.head });
            show(takeOff.step);
          }}
        >
          {takeOff.gap === null && <Shape kind="takeOff" />}
          {takeOffWords(takeOff)}
        </button>
      ) : (
        <span>
          {closest
            ? t('curves.marks.closest', {
                layer: closest.layer + 1,
                head: closest.head + 1,
                value: formatFixed(closest.value, 2),
              })
            : t('curves.marks.none')}
        </span>
      )}
      {plateauEnd !== null && (
        <button
          type="button"
          title={t('curves.marks.showStep')}
          onClick={() => {
            set({ runId: run.id });
            show(plateauEnd);
          }}
        >
          <Shape kind="plateauEnd" />
          {t('curves.marks.plateauEnd', { step: formatCount(plateauEnd) })}
        </button>
      )}
    </>
  );
}

function takeOffWords({ layer, head, step, gap }: HeadTakeOff): string {
  const what = { layer: layer + 1, head: head + 1, step: formatCount(step) };
  if (gap === null) return t('curves.marks.takeOff', what);
  return gap.after === null
    ? t('curves.marks.takeOffBefore', what)
    : t('curves.marks.takeOffBetween', { ...what, after: formatCount(gap.after) });
}

const Shape = ({ kind }: { kind: LearningMark['kind'] }) => (
  <svg width={14} height={14} viewBox="-7 -7 14 14" aria-hidden="true">
    <path d={markShapes[kind]} transform="scale(4.6)" fill="none" stroke="currentColor" strokeWidth={0.4} />
  </svg>
);
