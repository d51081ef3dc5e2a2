/** What the drawing of a chart was made with. */
import type { Scale } from './drawing';
import type { PlacedRun, XScale } from './xScales';

export interface ChartScale extends Scale {
  x: XScale;
  /** By run id. */
  placed: Record<string, PlacedRun>;
}
