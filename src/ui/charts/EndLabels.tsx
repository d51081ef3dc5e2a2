/** Names the runs at the ends of their lines, pushed apart, each joined to its line by a short leader. */
import { round } from 'es-toolkit';
import { createPortal } from 'react-dom';
import { nameParts } from '../../format/runName';
import { labelWidth, visibleText } from '../../format/visible';
import { ClippedName } from '../kit/ClippedName';
import { useDark } from '../kit/useDark';
import { runStyle } from '../runStyle';
import { characterWidth } from './axisProps';
import type { ChartRun } from './chartRuns';
import classes from './charts.module.css';
import type { RunPoints } from './drawing';
import { usePlot } from './Plot';
import { spread } from './spread';

/** From the plot's edge to the labels, for the leaders. */
const leader = 20;
/** A mark before the name, and the space after it. */
const mark = 20;
/** Beside the names. */
const edge = 2;
const lineHeight = 19;
/** Labels may stand beside the axis and its label too. */
const below = 30;
/** A chart that is narrower has no room for names: marks and the list of runs tell its lines. */
const leastWidth = 560;
/** How far from the plot's edge a line may end and still be led to its name. */
const longestLeader = 60;
/** Room that names have at the most. */
const mostRoom = 270;

/**
 * Returns the room that names need beside the plot, in CSS pixels; 0 where there is none for them.
 * @param chart the size of the plot and of what is beside it
 */
export function namesRoom(names: readonly string[], chart: { width: number; height: number }): number {
  const fits = chart.width >= leastWidth && chart.height + below >= names.length * lineHeight;
  if (!fits || names.length === 0) return 0;
  // Names are bold, and a short one may be of wide letters alone.
  const roomOf = (characters: number) => leader + mark + 1.2 * characterWidth * characters + 14;
  const longest = (texts: readonly string[]) =>
    Math.max(...texts.map((text) => labelWidth(visibleText(text))));
  // The plot gives more way to the end of a name, which tells a branch from its origin, than to its start.
  const leastStart = 4;
  const ends = roomOf(leastStart + longest(names.map((name) => nameParts(name).end)));
  const share = Math.max(0.28 * chart.width, Math.min(ends, 0.36 * chart.width));
  return Math.min(roomOf(longest(names)), share, mostRoom);
}

interface Props {
  overlay: HTMLElement;
  runs: readonly ChartRun[];
  lines: readonly RunPoints[];
  /** Shown part of the horizontal axis. */
  shown: readonly [number, number];
  room: number;
}

export function EndLabels({ overlay, runs, lines, shown, room }: Props) {
  const plot = usePlot();
  const dark = useDark();
  if (room === 0) return null;
  const right = plot.x + plot.width;
  const ends = lines.flatMap(({ runId, train, validation }) => {
    // The page's own alone have room: the list of runs has the others.
    const run = runs.find(({ id, readOnly }) => id === runId && !readOnly);
    const last = (train.length > 0 ? train : validation).findLast(({ x }) => x >= shown[0] && x <= shown[1]);
    if (!last || !run) return [];
    const y = Math.max(plot.y, Math.min(plot.y + plot.height, plot.vertical.place(last.y)));
    return [{ run, x: plot.horizontal.place(last.x), y }];
  });
  const places = spread(
    ends.map(({ y }) => y),
    lineHeight,
    plot.y,
    plot.y + plot.height + below,
  );
  return (
    <>
      {ends.map(({ run, x, y }, i) => {
        if (right - x > longestLeader) return null;
        const d = `M${round(x + 4, 1)} ${round(y, 1)}L${right + leader - 6} ${round(places[i] as number, 1)}h3`;
        return (
          <path key={run.id} d={d} fill="none" stroke={runStyle(run.style, dark).colour} strokeWidth={1.25} />
        );
      })}
      {createPortal(
        <div aria-hidden="true" data-testid="line-names">
          {ends.map(({ run }, i) => {
            const { colour, mark: path } = runStyle(run.style, dark);
            return (
              <span
                key={run.id}
                className={classes.lineName}
                style={{
                  // No left and top: a label that follows its line makes no layout.
                  transform: `translate(${right + leader}px, ${(places[i] as number) - lineHeight / 2}px)`,
                  maxWidth: room - leader - edge,
                  color: colour,
                }}
                title={visibleText(run.name)}
              >
                <svg width={14} height={14} viewBox="-7 -7 14 14" aria-hidden="true">
                  <path d={path} transform="scale(5)" fill="currentColor" />
                </svg>
                <span>
                  <ClippedName text={run.name} room={room - leader - mark - edge} />
                </span>
              </span>
            );
          })}
        </div>,
        overlay,
      )}
    </>
  );
}
