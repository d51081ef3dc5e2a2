/** Labels one side of a map with tokens: as many as stay legible, and always the one under the cursor. */

import { useElementSize } from '@mantine/hooks';
import { useMemo } from 'react';
import { cutLabel, labelWidth } from '../../format/visible';
import classes from './heatmap.module.css';

interface AxisLabelsProps {
  tokens: string[];
  current: number;
  axis: 'rows' | 'columns';
}

/** Pixels a label needs along its axis, at the least; labels of several characters stand upright under the columns. */
const pitch = { rows: 13, columns: 10, upright: 15 };

/** Pixels of a side before its size is known: a long text would have thousands of labels, to be taken away with the next frame. */
const usualSide = 512;

/** Most characters of a label; a longer token is cut. */
const mostCharacters = 7;

const cut = (token: string) => cutLabel(token, mostCharacters);

/** Returns how many characters the longest label has. */
export const labelLength = (tokens: readonly string[]): number =>
  Math.max(1, ...tokens.map((token) => labelWidth(cut(token))));

export function AxisLabels({ tokens, current, axis }: AxisLabelsProps) {
  const { ref, width, height } = useElementSize();
  const longest = useMemo(() => labelLength(tokens), [tokens]);
  const upright = axis === 'columns' && longest > 1;
  const length = (axis === 'rows' ? height : width) || usualSide;
  const every = Math.max(1, Math.ceil((pitch[upright ? 'upright' : axis] * tokens.length) / length));
  /** A neighbour of the cursor's label gives way to it. */
  const isShown = (i: number) => i === current || (i % every === 0 && Math.abs(i - current) >= every);
  const at = (i: number) => `${(100 * (i + 0.5)) / tokens.length}%`;
  return (
    <div ref={ref} className={classes[axis]} data-upright={upright || undefined} aria-hidden="true">
      {tokens.map(
        (token, i) =>
          isShown(i) && (
            <bdi
              // biome-ignore lint/suspicious/noArrayIndexKey: a token is its position
              key={i}
              className={i === current ? classes.currentLabel : undefined}
              style={axis === 'rows' ? { top: at(i) } : { left: at(i) }}
            >
              {cut(token)}
            </bdi>
          ),
      )}
    </div>
  );
}
