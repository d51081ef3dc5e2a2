/** Draws the sums of a map's rows or columns as bars beside it. */
import { memo } from 'react';
import { barsPath } from './barsPath';
import classes from './heatmap.module.css';

interface SumStripProps {
  axis: 'rows' | 'columns';
  /** Of all tokens. */
  sums: Float32Array;
  /** The magnitude of a bar of full length. */
  full: number;
  /** The first token that is seen, and how many are. */
  from: number;
  size: number;
}

export const SumStrip = memo(function SumStrip({ axis, sums, full, from, size }: SumStripProps) {
  const [width, height] = axis === 'rows' ? [1, size] : [size, 1];
  return (
    <svg
      className={axis === 'rows' ? classes.rowSums : classes.columnSums}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <path d={barsPath(axis, sums, full, from, size)} />
    </svg>
  );
});
