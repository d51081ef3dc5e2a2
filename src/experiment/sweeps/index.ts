/** The registry of sweeps, in the order in which they are offered. A new one is a file beside this and a line here. */
import { hybrids } from './hybrids';
import { learningRates } from './learningRates';
import { orders } from './orders';
import { placementsOfVariant } from './placementsOfVariant';
import { seeds } from './seeds';
import { standardLayers } from './standardLayers';
import type { SweepKind } from './sweep';
import { uniformVariants } from './uniformVariants';

export const sweepKinds: readonly SweepKind[] = [
  seeds,
  uniformVariants,
  hybrids,
  placementsOfVariant,
  standardLayers,
  orders,
  learningRates,
];
