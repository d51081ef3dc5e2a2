/** Draws a run's line and marker, as on the chart, to stand before its name. */
import { runStyle } from '../runStyle';
import { useDark } from './useDark';

export function RunSwatch({ index, hidden = false }: { index: number; hidden?: boolean }) {
  const { colour, dash, mark } = runStyle(index, useDark());
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
}
