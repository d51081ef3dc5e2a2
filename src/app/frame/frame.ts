/**
 * The page as a frame in another ("?embed"): it saves nothing on the device and shows nothing that was saved. What this tab keeps of it
 * is there again when the page around it loads it anew.
 */
import { debounce, pick } from 'es-toolkit';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { trainsAlike } from '../../experiment/edit';
import { resultFields } from '../../runtime/runReducer';
import type { PageDocument } from '../document/pageDocument';
import { hasReached } from '../lessons/lessonState';
import type { Lessons } from '../lessons/lessons';
import type { KeptStep } from '../lessons/stepResults';
import type { Session } from '../session/session';
import { type FrameVisit, keepFrame, keptFrame, readKept, writeKept } from './frameVisit';

/** How long after a change it is kept, in milliseconds. */
const keepDelay = 500;

interface FramePlace {
  document: PageDocument;
  session: Session;
  lessons: Lessons;
}

export class Frame {
  readonly state: StoreApi<{ kept: boolean }> = createStore(() => ({
    /** What is on the page was trained here before the frame was loaded again. */
    kept: false,
  }));
  private readonly place: FramePlace;
  /** What it is kept by: the page around it gives the same one again. */
  private link = '';
  private hasWarned = false;

  constructor(place: FramePlace) {
    this.place = place;
  }

  /** Shows what this tab kept of the frame, or else the lesson in its address; keeps it from then on. Never rejects. */
  async open(): Promise<void> {
    this.link = location.search + location.hash;
    const visit = keptFrame(this.link);
    if (visit) await this.show(visit).catch(console.warn);
    const { lessons, session } = this.place;
    if (lessons.state.getState().open === null) await lessons.openAddressed();
    const keep = debounce(() => this.keep(), keepDelay);
    lessons.state.subscribe(keep);
    session.runs.subscribe((now, before) => {
      if (now.state !== before.state || now.recorded !== before.recorded) keep();
      if (now.state !== before.state && !now.recorded) this.state.setState({ kept: false });
    });
    // Between two changes of its state a training may have gone on for long.
    window.addEventListener('pagehide', () => this.keep());
  }

  private async show({ page, lesson }: FrameVisit): Promise<void> {
    const { document, session, lessons } = this.place;
    if (lesson) {
      const { id, at, answers, steps } = lesson;
      const kept = new Map(Object.entries(steps).map(([step, text]) => [step, readKept(text)]));
      await lessons.openLeft({ id, at, answers, kept });
      return;
    }
    if (page === null) return;
    const { experiment, view, results } = readKept(page);
    const edited = document.experiment.getState();
    // The same one stays, as what the link brought belongs to it.
    if (!trainsAlike(edited.experiment, experiment))
      document.experiment.setState({ experiment, error: null });
    document.view.getState().set(view);
    session.runs.setState(results);
    this.state.setState({ kept: results.recorded });
  }

  private keep(): void {
    if (this.keepAs(true) || this.keepAs(false) || this.hasWarned) return;
    this.hasWarned = true;
    console.warn('The browser has no room to keep this frame: it begins anew when it is loaded again.');
  }

  private keepAs(withMaps: boolean): boolean {
    const { document, session, lessons } = this.place;
    const { experiment } = document.experiment.getState();
    const view = document.view.getState();
    const results = pick(session.runs.getState(), resultFields);
    const left = lessons.left();
    const isTrained = Object.keys(results.curves).length > 0;
    return keepFrame(this.link, {
      version: 1,
      page: !left && isTrained ? writeKept({ experiment, view, results }, withMaps) : null,
      lesson: left && {
        id: left.id,
        at: left.at,
        answers: left.answers,
        steps: Object.fromEntries(
          [...left.kept]
            .filter(([id, kept]) => isWhole(lessons, id, kept))
            .map(([id, kept]) => [id, writeKept({ ...kept, view }, withMaps)]),
        ),
      },
    });
  }
}

/** Whether a step came to its end: half a training is trained anew, as a step's question is held against all of it. */
function isWhole(lessons: Lessons, id: string, { results }: KeptStep): boolean {
  const step = lessons.state.getState().open?.lesson.steps.find((one) => one.id === id);
  if (!step) return false;
  const isEnded = results.recorded || results.state === 'finished' || hasReached(step, results);
  return step.exercise !== undefined || isEnded;
}
