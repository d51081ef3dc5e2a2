/** Outlines of SVG paths as lines, and of strokes as polygons. */

/** x and y in turn. */
export type Line = number[];

export interface SubPath {
  line: Line;
  isClosed: boolean;
}

const arcParts = 24;

/** Reads path data of the commands that the lab's figures use: M L H V A Z, absolute and relative; circles' arcs alone. */
export function readPath(data: string): SubPath[] {
  const paths: SubPath[] = [];
  let current: SubPath | null = null;
  let [x, y] = [0, 0];
  const to = (nextX: number, nextY: number) => {
    [x, y] = [nextX, nextY];
    if (!current) {
      current = { line: [], isClosed: false };
      paths.push(current);
    }
    current.line.push(x, y);
  };
  for (const [, letter = '', numbers = ''] of data.matchAll(/([a-zA-Z])([^a-zA-Z]*)/g)) {
    const values = (numbers.match(/-?(?:\d*\.\d+|\d+\.?)/g) ?? []).map(Number);
    const isRelative = letter === letter.toLowerCase();
    const base = () => (isRelative ? [x, y] : [0, 0]) as [number, number];
    switch (letter.toUpperCase()) {
      case 'M':
        current = null;
        for (let i = 0; i < values.length; i += 2)
          to(base()[0] + (values[i] as number), base()[1] + (values[i + 1] as number));
        break;
      case 'L':
        for (let i = 0; i < values.length; i += 2)
          to(base()[0] + (values[i] as number), base()[1] + (values[i + 1] as number));
        break;
      case 'H':
        for (const value of values) to(base()[0] + value, y);
        break;
      case 'V':
        for (const value of values) to(x, base()[1] + value);
        break;
      case 'A':
        for (let i = 0; i < values.length; i += 7) {
          const [bx, by] = base();
          halfCircle(
            x,
            y,
            bx + (values[i + 5] as number),
            by + (values[i + 6] as number),
            values[i + 4] === 1,
            to,
          );
        }
        break;
      case 'Z': {
        const path = current as SubPath | null;
        if (path) {
          path.isClosed = true;
          [x, y] = [path.line[0] as number, path.line[1] as number];
        }
        current = null;
        break;
      }
      default:
        throw new Error(`A figure has a path with ${letter}, which is not drawn.`);
    }
  }
  return paths;
}

/** The arc between the ends of a diameter. */
function halfCircle(
  x0: number,
  y0: number,
  x1: number,
  y1: number,
  sweeps: boolean,
  to: (x: number, y: number) => void,
): void {
  const [cx, cy] = [(x0 + x1) / 2, (y0 + y1) / 2];
  const radius = Math.hypot(x1 - x0, y1 - y0) / 2;
  const from = Math.atan2(y0 - cy, x0 - cx);
  for (let i = 1; i <= arcParts; i++) {
    const angle = from + ((sweeps ? 1 : -1) * Math.PI * i) / arcParts;
    to(cx + radius * Math.cos(angle), cy + radius * Math.sin(angle));
  }
}

/** Cuts a line into dashes. @param pattern lengths of dash and gap in turn */
export function dashed(line: Line, pattern: readonly number[]): Line[] {
  const total = pattern.reduce((a, b) => a + b, 0);
  if (!(total > 0)) return [line];
  const lengths = pattern.length % 2 === 0 ? pattern : [...pattern, ...pattern];
  const dashes: Line[] = [];
  let index = 0;
  let left = lengths[0] as number;
  let dash: Line = line.slice(0, 2);
  for (let i = 2; i < line.length; i += 2) {
    let [x, y] = [line[i - 2] as number, line[i - 1] as number];
    const [x1, y1] = [line[i] as number, line[i + 1] as number];
    let rest = Math.hypot(x1 - x, y1 - y);
    while (rest > left) {
      const part = left / rest;
      [x, y] = [x + (x1 - x) * part, y + (y1 - y) * part];
      rest -= left;
      if (index % 2 === 0) {
        dash.push(x, y);
        dashes.push(dash);
      }
      dash = [x, y];
      index = (index + 1) % lengths.length;
      left = Math.max(lengths[index] as number, 1e-3);
    }
    left -= rest;
    if (index % 2 === 0) dash.push(x1, y1);
  }
  if (index % 2 === 0 && dash.length > 2) dashes.push(dash);
  return dashes;
}

const discCorners = 12;

/** Corners of the disc at a joint, of radius 1: as the quadrilaterals turn, lest the one take away of the other. */
const disc = Array.from({ length: discCorners }, (_, k) => {
  const angle = (-2 * Math.PI * k) / discCorners;
  return [Math.cos(angle), Math.sin(angle)] as const;
});

/** Outlines a line of a width: a quadrilateral for each part and a disc at each joint, to be filled as one. */
export function stroked({ line, isClosed }: SubPath, width: number): Line[] {
  const points = isClosed ? [...line, line[0] as number, line[1] as number] : line;
  const half = width / 2;
  const polygons: Line[] = [];
  for (let i = 2; i < points.length; i += 2) {
    const [x0, y0] = [points[i - 2] as number, points[i - 1] as number];
    const [x1, y1] = [points[i] as number, points[i + 1] as number];
    const length = Math.hypot(x1 - x0, y1 - y0);
    if (length === 0) continue;
    const [nx, ny] = [(-(y1 - y0) * half) / length, ((x1 - x0) * half) / length];
    polygons.push([x0 + nx, y0 + ny, x1 + nx, y1 + ny, x1 - nx, y1 - ny, x0 - nx, y0 - ny]);
    const isJoint = i + 2 < points.length || isClosed;
    if (isJoint && width > 1) {
      const around: Line = [];
      for (const [x, y] of disc) around.push(x1 + half * x, y1 + half * y);
      polygons.push(around);
    }
  }
  return polygons;
}
