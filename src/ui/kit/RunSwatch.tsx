/** Draws the line and marker of a run, or of what is drawn as one, as on the chart, to stand before its name. */
import { memo } from 'react';
import { lineStyle } from '../runStyle';
import { useDark } from './useDark';

interface Props {
  style: number;
  hidden?: boolean;
}

export const RunSwatch = memo(function RunSwatch({ style, hidden = false }: Props) {
  const { colour, dash, mark } = lineStyle(style, useDark());
  return (
    <svg width={34} height={14} viewBox="0 0 34 14" aria-hidden="true" style={{ flex: 'none' }}>
      {!hidden && <path d="M1 7H33" stroke={colour} strokeWidth={2.5} strokeDasharray={dash} />}
      <path
        d={mark}
        transform="translate(17 7) scale(4.6)"
        fill={hidden ? 'none' : colour}
        stroke={colour}
        strokeWidth={0.3}
      />
    </svg>
  );
});
