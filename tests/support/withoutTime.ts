// What steps computed, without the time that each took: that is the machine's.
import { omit } from 'es-toolkit';

export const withoutTime = <T extends { seconds?: number }>(steps: readonly T[]) =>
  steps.map((step) => omit(step, ['seconds']));
