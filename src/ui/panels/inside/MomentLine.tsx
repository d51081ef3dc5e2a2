/** Marks on a chart over the training the moment that the page shows. */
import { usePlot } from '../../charts/Plot';
import { pixel } from '../../charts/pixel';
import { useMoment } from '../../time/useMoment';

export function MomentLine() {
  const { horizontal, y, height } = usePlot();
  const moment = useMoment();
  if (moment === null) return null;
  return (
    <path
      d={`M${pixel(horizontal.place(moment))} ${y + height}V${y}`}
      fill="none"
      stroke="var(--ink)"
      strokeWidth={1.5}
      strokeDasharray="4 3"
      data-testid="moment-line"
    />
  );
}
