/** A measure of every layer over the training as data, and its difference to that of the pinned run at a step. */
import type { DataTable } from '../../../format/dataTable';
import { type Delta, seedDelta } from '../../../measure/deltas';
import { placeAt } from '../../../measure/layerCourse';
import type { LayerMeasure } from '../../../measure/layerMeasures';
import { deltaCells, minusColumns } from './copiedDifferences';
import type { MeasuredCourse } from './useMeasuredCourses';

/** The difference of a layer's value to the pinned one's, each of its last capture up to the moment; by seed where both have several. */
export function courseDelta(
  own: MeasuredCourse,
  pinned: MeasuredCourse,
  layer: number,
  moment: number | null,
): Delta | null {
  const bySeed = ({ course, seeds }: MeasuredCourse) => {
    const step = course.steps[placeAt(course, moment)];
    return new Map(
      seeds.flatMap(({ seed, course: { steps, layers } }) => {
        const value = step === undefined ? null : (layers[layer]?.[steps.indexOf(step)] ?? null);
        return value === null ? [] : [[seed, value] as const];
      }),
    );
  };
  return seedDelta(bySeed(own), bySeed(pinned));
}

interface Beside {
  /** The measure before it is normalised, of the same runs. */
  raw: readonly MeasuredCourse[];
  /** What the others are held against; null where no run is pinned. */
  pinned: MeasuredCourse | null;
}

/** All steps of all layers; the pinned run is held against as it was at its last capture up to the step. */
export function courseTable(
  measure: LayerMeasure,
  measured: readonly MeasuredCourse[],
  { raw, pinned }: Beside,
): DataTable {
  const against = measured.some((one) => one !== pinned) ? pinned : null;
  // Seeds alone tell an error: those of one side or of both.
  const hasErrors = [...measured, ...(against ? [against] : [])].some(({ seeds }) => seeds.length > 1);
  const held = <T>(columns: readonly T[]): T[] => (against ? columns.slice(0, hasErrors ? 2 : 1) : []);
  return {
    columns: [
      ...['run', 'step', 'layer', 'variant', measure.id],
      ...held(minusColumns(measure.id, against?.name ?? '')),
      ...(measure.raw ? [measure.raw.id] : []),
    ],
    rows: measured.flatMap((one, r) =>
      one.course.steps.flatMap((step, i) =>
        one.run.layers.map(({ variant }, l) => [
          one.name,
          step,
          l + 1,
          variant,
          one.course.layers[l]?.[i] ?? null,
          ...held(deltaCells(against && one !== against ? courseDelta(one, against, l, step) : null)),
          ...(measure.raw ? [raw[r]?.course.layers[l]?.[i] ?? null] : []),
        ]),
      ),
    ),
  };
}
