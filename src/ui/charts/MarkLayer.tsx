/** Draws on the runs' lines where a head finds the key and where a plateau ends. */
import { useDark } from '../kit/useDark';
import { runStyle } from '../runStyle';
import { type LearningMark, markShapes } from './learningMarks';
import { usePlot } from './Plot';
import { pixel } from './pixel';

export function MarkLayer({ marks }: { marks: readonly LearningMark[] }) {
  const { horizontal, vertical } = usePlot();
  const dark = useDark();
  return (
    <g fill="var(--surface)">
      {marks.map(({ kind, run, style, x, y }) => (
        <path
          key={`${kind} ${run.id}`}
          data-testid={`mark-${kind}`}
          d={markShapes[kind]}
          transform={`translate(${pixel(horizontal.place(x))} ${pixel(vertical.place(y))}) scale(7)`}
          stroke={runStyle(style, dark).colour}
          strokeWidth={0.36}
        />
      ))}
    </g>
  );
}
