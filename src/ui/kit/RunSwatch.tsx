/** Draws the line and marker of a run, or of what is drawn as one, as on the chart, to stand before its name. */
import { memo } from 'react';
import { runStyle } from '../runStyle';
import { useDark } from './useDark';

interface Props {
  style: number;
  hidden?: boolean;
  /** It was trained elsewhere: thinner, its mark hollow, as on the chart. */
  elsewhere?: boolean;
}

export const RunSwatch = memo(function RunSwatch({ style, hidden = false, elsewhere = false }: Props) {
  const { colour, dash, mark } = runStyle(style, useDark());
  return (
    <svg width={34} height={14} viewBox="0 0 34 14" aria-hidden="true" style={{ flex: 'none' }}>
      {!hidden && (
        <path d="M1 7H33" stroke={colour} strokeWidth={elsewhere ? 1.5 : 2.5} strokeDasharray={dash} />
      )}
      <path
        d={mark}
        transform="translate(17 7) scale(4.6)"
        fill={hidden ? 'none' : elsewhere ? 'var(--surface)' : colour}
        stroke={colour}
        strokeWidth={0.3}
      />
    </svg>
  );
});
