/** The tokens along one side of a map: as many as stay legible, and always the one under the cursor. */
import { useElementSize } from '@mantine/hooks';
import classes from './heatmap.module.css';

interface AxisLabelsProps {
  tokens: string[];
  current: number;
  axis: 'rows' | 'columns';
}

/** Pixels a label needs along its axis, at the least. */
const pitch = { rows: 13, columns: 10 };

export function AxisLabels({ tokens, current, axis }: AxisLabelsProps) {
  const { ref, width, height } = useElementSize();
  const length = axis === 'rows' ? height : width;
  const every = length > 0 ? Math.max(1, Math.ceil((pitch[axis] * tokens.length) / length)) : 1;
  /** A neighbour of the cursor's label gives way to it. */
  const isShown = (i: number) => i === current || (i % every === 0 && Math.abs(i - current) >= every);
  const at = (i: number) => `${(100 * (i + 0.5)) / tokens.length}%`;
  return (
    <div ref={ref} className={classes[axis]} aria-hidden="true">
      {tokens.map(
        (token, i) =>
          isShown(i) && (
            <span
              // biome-ignore lint/suspicious/noArrayIndexKey: a token is its position
              key={i}
              className={i === current ? classes.currentLabel : undefined}
              style={axis === 'rows' ? { top: at(i) } : { left: at(i) }}
            >
              {token}
            </span>
          ),
      )}
    </div>
  );
}
