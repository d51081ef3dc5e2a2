/** Quantises a share from 0 to 1 to a tenth of the scale, 0 to 9: the level of a shaded cell. What lies outside is clamped. */
export const shadeLevel = (share: number): number => Math.max(0, Math.min(9, Math.floor(10 * share)));
