/** The registry of sweeps, in the order in which they are offered. A new one is a file beside this and a line here. */
import { hybrids } from './hybrids';
import { learningRates } from './learningRates';
import { orders } from './orders';
import { placementsOfVariant } from './placementsOfVariant';
import { seeds } from './seeds';
import { standardLayers } from './standardLayers';
import type { SweepKind } from './sweep';
import { uniformVariants } from './uniformVariants';
import { variantsAtPlacements } from './variantsAtPlacements';

export const sweepKinds: readonly SweepKind[] = [
  seeds,
  uniformVariants,
  hybrids,
  placementsOfVariant,
  variantsAtPlacements,
  standardLayers,
  orders,
  learningRates,
];
