/** The indicators that are drawn over the layers, each from 0 to 1 whatever the length of the probe; and those of a run that are shown. */
import type { Run } from '../../experiment/schema';
import type { Indicators } from '../../measure/indicators';

export const layerMeasures = [
  { id: 'entropy', of: (i: Indicators) => i.entropyNormalised },
  { id: 'concentration', of: (i: Indicators) => i.concentrationNormalised },
  { id: 'sink', of: (i: Indicators) => i.sink },
  { id: 'focus0', of: (i: Indicators) => i.localFocus0 },
  { id: 'focus1', of: (i: Indicators) => i.localFocus1 },
] as const;

/** One run at one moment. */
export interface LayerIndicators {
  run: Run;
  style: number;
  /** Of its capture. */
  step: number;
  /** By layer; null where it has no map. */
  layers: (Indicators | null)[];
}
