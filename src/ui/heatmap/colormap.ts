/** A colour scale that is even to the eye and to most colour-blind eyes: dark blue over grey to yellow, after cividis. */

/** Control colours at equal distances, from weight 0 to 1. */
export const stops: [number, number, number][] = [
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

/** 256 colours as packed RGBA, for an ImageData seen as 32-bit words on a little-endian machine. */
export const palette = Uint32Array.from({ length: 256 }, (_, i) => {
  const at = (i / 255) * (stops.length - 1);
  const low = Math.min(stops.length - 2, Math.floor(at));
  const [a, b] = [stops[low], stops[low + 1]] as [[number, number, number], [number, number, number]];
  const [r, g, blue] = a.map((c, n) => Math.round(c + ((b[n] as number) - c) * (at - low))) as [
    number,
    number,
    number,
  ];
  return ((255 << 24) | (blue << 16) | (g << 8) | r) >>> 0;
});

/** The scale as a CSS gradient, for a legend. */
export const gradient = `linear-gradient(90deg, ${stops.map((c) => `rgb(${c.join(' ')})`).join(', ')})`;
