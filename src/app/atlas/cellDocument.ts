/** A run of the atlas as a document that the page can show: its experiment, with the curves that were recorded. */
import type { CellCurves, Overview } from '../../atlas/published';
import type { LabDocument } from '../../document/document';
import { decodeLink } from '../../document/link/link';
import { documentVersion } from '../../document/migrations';
import { totalSteps } from '../../experiment/schema';

/** Makes it. @throws Error for the reader where its link cannot be read */
export function cellDocument(run: CellCurves, engine: Overview['engine']): LabDocument {
  const decoded = decodeLink(run.link);
  if (!decoded.ok) throw new Error(decoded.message);
  const { experiment, view } = decoded.shared;
  // A cell is an experiment of one run.
  const id = experiment.runs[0]?.id ?? '';
  const last = totalSteps(experiment);
  /** @param first place of the first entry, in intervals */
  const curve = (values: readonly number[], first: number) => ({
    steps: Float64Array.from(values, (_, i) => Math.min(last, run.every * (i + first))),
    values: Float64Array.from(values),
  });
  return {
    version: documentVersion,
    experiment,
    ownText: null,
    view,
    results: {
      info: null,
      evaluations: {},
      failures: {},
      gentler: {},
      heldOut: {},
      recorded: true,
      curves: {
        [id]: {
          train: curve(run.trainLoss, 1),
          validation: curve(run.loss, 0),
          accuracy: curve(run.accuracy ?? [], 0),
        },
      },
      state: null,
      message: null,
      progress: null,
      look: null,
    },
    checkpoints: {},
    captures: {},
    sweeps: [],
    // As the engine calls the plain build, which lines are of.
    backend: { name: 'processor', adapter: 'WebAssembly SIMD', engineVersion: engine.version },
  };
}
