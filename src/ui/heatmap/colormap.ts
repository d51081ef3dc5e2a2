/** Scales of colour: one for weights, and for differences one in each theme, with their middle at 0. */

/** Red, green and blue, 0 to 255. */
export type Colour = readonly [number, number, number];

/**
 * Even to the eye and to most colour-blind eyes: dark blue over grey to yellow, after cividis. Control colours at equal distances,
 * from weight 0 to 1.
 */
export const weightStops: readonly Colour[] = [
  [0, 34, 78],
  [18, 53, 112],
  [59, 73, 108],
  [87, 93, 109],
  [112, 113, 115],
  [138, 134, 120],
  [165, 156, 116],
  [195, 179, 105],
  [225, 204, 85],
  [254, 232, 56],
];

/** From less (blue) over none to more (orange), as tokens are shaded by differences. */
export const differenceStops: Record<'light' | 'dark', readonly Colour[]> = {
  light: [
    [8, 64, 129],
    [46, 122, 191],
    [134, 187, 233],
    [250, 250, 250],
    [243, 181, 104],
    [205, 107, 22],
    [122, 52, 0],
  ],
  dark: [
    [166, 216, 255],
    [86, 160, 220],
    [19, 92, 148],
    [24, 29, 35],
    [138, 78, 12],
    [222, 138, 56],
    [255, 212, 156],
  ],
};

/** Makes `count` colours at equal distances, as packed RGBA for an ImageData seen as 32-bit words on a little-endian machine. */
export const paletteOf = (stops: readonly Colour[], count: number): Uint32Array =>
  Uint32Array.from({ length: count }, (_, i) => {
    const at = (i / (count - 1)) * (stops.length - 1);
    const low = Math.min(stops.length - 2, Math.floor(at));
    const [a, b] = [stops[low], stops[low + 1]] as [Colour, Colour];
    const mixed = (n: 0 | 1 | 2) => Math.round(a[n] + (b[n] - a[n]) * (at - low));
    return ((255 << 24) | (mixed(2) << 16) | (mixed(1) << 8) | mixed(0)) >>> 0;
  });
