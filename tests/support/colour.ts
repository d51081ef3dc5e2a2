// Colours as they are seen: contrast, distance in OKLab, and with other eyes.

type Vector = readonly [number, number, number];
type Matrix = readonly [Vector, Vector, Vector];

const times = (m: Matrix, [a, b, c]: Vector): Vector =>
  m.map(([x, y, z]) => x * a + y * b + z * c) as unknown as Vector;

/** "#rrggbb" as linear light, 0 to 1. */
function linear(hex: string): Vector {
  const channel = (from: number) => {
    const c = Number.parseInt(hex.slice(from, from + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

const luminance = ([r, g, b]: Vector) => 0.2126 * r + 0.7152 * g + 0.0722 * b;

/** WCAG 2's contrast of two colours, 1 to 21. */
export function contrast(one: string, other: string): number {
  const [low, high] = [one, other].map((hex) => luminance(linear(hex))).sort((a, b) => a - b) as [
    number,
    number,
  ];
  return (high + 0.05) / (low + 0.05);
}

/** Of linear light, at full severity: Machado, Oliveira and Fernandes (2009), "A Physiologically-based Model for Simulation of Color Vision Deficiency". */
const deficiencies: Record<'protanopia' | 'deuteranopia' | 'tritanopia', Matrix> = {
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** By name, what each pair of eyes, and a print in grey, makes of linear light. */
export const sights: Record<string, (light: Vector) => Vector> = {
  'all colours': (light) => light,
  ...Object.fromEntries(
    Object.entries(deficiencies).map(([name, matrix]) => [
      name,
      (light: Vector) => times(matrix, light).map((c) => Math.min(1, Math.max(0, c))) as unknown as Vector,
    ]),
  ),
  greyscale: (light) => {
    const y = luminance(light);
    return [y, y, y];
  },
};

/** OKLab of linear light: Ottosson (2020), "A perceptual color space for image processing". */
function oklab(light: Vector): Vector {
  const lms = times(
    [
      [0.4122214708, 0.5363325363, 0.0514459929],
      [0.2119034982, 0.6806995451, 0.1073969566],
      [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    light,
  ).map(Math.cbrt) as unknown as Vector;
  return times(
    [
      [0.2104542553, 0.793617785, -0.0040720468],
      [1.9779984951, -2.428592205, 0.4505937099],
      [0.0259040371, 0.7827717662, -0.808675766],
    ],
    lms,
  );
}

/** Distance of two colours in OKLab, as seen; 1 from black to white. */
export const distance = (one: string, other: string, sight: (light: Vector) => Vector): number => {
  const [a, b] = [one, other].map((hex) => oklab(sight(linear(hex)))) as [Vector, Vector];
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
};
