/** Makes the link of what is on the page: the experiment, the view on it, its own text, its sweep and, if wanted, its curves. */

import type { App } from '../../app/app';
import { frameQuery } from '../../app/frame/frameAddress';
import { trainedText } from '../../app/session/experimentText';
import { ownTextId } from '../../data/corpora';
import { maxCurveCharacters, writeCurves } from '../../document/link/curvesSection';
import { encodeLink } from '../../document/link/link';
import type { Shared, SharedCurves, SharedPoint, SharedText } from '../../document/link/shared';
import { sharedText, textHash } from '../../document/link/textSection';
import type { Sweep } from '../../document/sweepsSchema';
import { fittedView, viewOf } from '../../document/view';
import { trainsAlike } from '../../experiment/edit';
import { type SweepChoice, sweepRuns } from '../../experiment/sweeps/choice';
import { decimate } from '../../runtime/decimate';
import type { RunCurves } from '../../runtime/runReducer';
import { smooth } from '../charts/smooth';

/** Returns the own text as a link carries it; null where the experiment does not train on it. */
export function currentText({ document }: App): SharedText | null {
  const { experiment, ownText } = document.experiment.getState();
  const usesIt = experiment.task === null && experiment.corpus === ownTextId;
  return usesIt && ownText ? sharedText(ownText.name, ownText.text) : null;
}

/** Returns the runs' curves as a link carries them, decimated to its limit; null where there are none yet. */
export function currentCurves({ document, session }: App): SharedCurves[] | null {
  const { curves } = session.runs.getState();
  const { runs } = document.experiment.getState().experiment;
  const { smoothing } = document.view.getState();
  if (!runs.some(({ id }) => (curves[id]?.train.length ?? 0) > 0)) return null;
  // As many points as fit; the fewest always do.
  const tries = [120, 90, 60, 40, 25, 15].map((points) =>
    runs.map(({ id }) => decimated(curves[id], points, smoothing)),
  );
  return (
    tries.find((decimatedRuns) => writeCurves(decimatedRuns).length <= maxCurveCharacters) ??
    (tries.at(-1) as SharedCurves[])
  );
}

function decimated(curves: RunCurves | undefined, most: number, smoothing: number): SharedCurves {
  if (!curves) return { train: [], validation: [], accuracy: [] };
  const few = ({ steps, values }: RunCurves['train'], max: number): SharedPoint[] =>
    decimate(steps, values, max).map(({ x, y }) => ({ step: x, value: y }));
  return {
    // A smoothed curve has nothing that a few points would miss.
    train: few(smooth(curves.train, smoothing), most),
    validation: few(curves.validation, most / 3),
    accuracy: few(curves.accuracy, most / 3),
  };
}

/**
 * Returns the newest sweep over the experiment on the page; undefined where there is none. One that was made before an edit is over
 * another experiment, which the link does not carry.
 */
function currentSweep({ document }: App): SweepChoice | undefined {
  const edited = document.experiment.getState();
  const text = trainedText(edited);
  const hash = text && textHash(text.text);
  const isOverIt = ({ choice, experiment, textHash: own }: Sweep) =>
    own === hash &&
    trainsAlike(experiment, edited.experiment) &&
    // A file of a later lab may have a sweep that this one does not know.
    sweepRuns(experiment, choice).ok;
  return document.sweeps.getState().sweeps.findLast(isOverIt)?.choice;
}

/**
 * Returns the address that opens what is on the page.
 * @param show what a frame shows alone
 * @param base the page's own address
 */
export function addressOf(
  app: App,
  parts: Pick<Shared, 'text' | 'curves'>,
  { embed, show }: { embed: boolean; show?: string },
  base: string = location.href,
): string {
  const url = new URL(base);
  const { document } = app;
  const { experiment } = document.experiment.getState();
  url.search = embed ? frameQuery({ show }) : '';
  url.hash = encodeLink({
    experiment,
    view: fittedView(viewOf(document.view.getState()), experiment),
    sweep: currentSweep(app),
    ...parts,
  });
  return url.href;
}

/** Returns the address that opens a sweep over its own experiment, with its own text where the page has that. */
export function addressOfSweep(
  { document }: App,
  { experiment, choice, textHash: hash }: Sweep,
  base: string = location.href,
): string {
  const { ownText } = document.experiment.getState();
  const isItsText = ownText !== null && hash !== null && textHash(ownText.text) === hash;
  const url = new URL(base);
  url.search = '';
  url.hash = encodeLink({
    experiment,
    view: { ...fittedView(viewOf(document.view.getState()), experiment), dockTab: 'sweeps' },
    // A file of a later lab may have a sweep that this one does not know.
    ...(sweepRuns(experiment, choice).ok && { sweep: choice }),
    text: isItsText ? sharedText(ownText.name, ownText.text) : null,
    curves: null,
  });
  return url.href;
}

/** Returns the address of a frame with a lesson. @param step from 1 */
export function addressOfFramedLesson(lesson: { id: string; step: number }, show?: string): string {
  const url = new URL(location.href);
  url.search = frameQuery({ lesson, show });
  url.hash = '';
  return url.href;
}

/** Returns the address of the whole page at the step of the lesson that is on this one; null where none is. */
export function addressOfStep({ lessons }: App): string | null {
  const { open } = lessons.state.getState();
  if (!open) return null;
  const url = new URL(location.href);
  url.search = String(new URLSearchParams({ lesson: open.lesson.id, step: String(open.at + 1) }));
  url.hash = '';
  return url.href;
}
