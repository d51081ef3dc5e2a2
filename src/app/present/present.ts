/** Presents what is on the page to a hall: the view that is drawn for it, and what its keys do. */
import { isEqual, omit } from 'es-toolkit';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { viewOf } from '../../document/view';
import { enterFullScreen, isFullScreen, leaveFullScreen } from '../../platform/fullScreen';
import { keepScreenOn } from '../../platform/wakeLock';
import type { PageDocument } from '../document/pageDocument';
import { openStep } from '../lessons/lessonState';
import type { Lessons } from '../lessons/lessons';
import { stepSeconds } from '../lessons/stepSeconds';
import { speedOf } from '../session/deviceSpeed';
import type { Session } from '../session/session';
import type { Playback } from '../time/playback';
import { HallLine, type Look } from './hallLine';
import { isPresentInAddress, presenterAddress, showPresentInAddress } from './presentAddress';
import {
  chosenByRoom,
  countsOf,
  firstPresent,
  keepPresent,
  type PresentState,
  stepKey,
} from './presentState';
import { spaceAct } from './spaceKey';

interface PresentOptions {
  document: PageDocument;
  session: Session;
  lessons: Lessons;
  playback: Playback;
}

/** Milliseconds for which a remark stands. */
const remarkFor = 5000;

/** Fields of the view that the page itself may set as curves are drawn: no one changed anything. */
const ownFields = ['against', 'againstOpened'] as const;

/** The view for the hall, of one page. */
export class Present {
  readonly state: StoreApi<PresentState> = createStore<PresentState>()(() => firstPresent(Date.now()));
  private readonly line: HallLine;
  private releaseScreen: () => void = () => {};
  /** What the step's stage was when it was entered. */
  private staged: unknown = null;
  private remarkTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly place: PresentOptions) {
    place.lessons.state.subscribe((now, before) => {
      if (now.open !== before.open) this.entered();
    });
    this.state.subscribe((state) => {
      if (state.shown) keepPresent(state);
    });
    this.line = new HallLine({
      ...place,
      state: this.state,
      commands: {
        next: () => this.move(1),
        back: () => this.move(-1),
        space: () => this.space(),
        black: () => this.toggleBlack(),
        code: () => this.toggleCode(),
        unlock: () => this.toggleLock(),
        lockIn: () => this.lockIn(),
      },
    });
  }

  /** Shows the view where the page's address asks for it, and says when the page goes away. */
  start(): void {
    window.addEventListener('pagehide', () => this.line.left());
    this.entered();
    if (isPresentInAddress()) this.show(this.state.getState().step === '');
  }

  /** Shows the view, on the whole screen where the browser lets it. Never rejects. */
  async enter(): Promise<void> {
    this.show(true);
    showPresentInAddress(true);
    if (!(await enterFullScreen())) this.remark('noFullScreen');
  }

  /** Takes the screen, or gives it back. Never rejects. */
  async toggleFullScreen(): Promise<void> {
    if (isFullScreen()) await leaveFullScreen();
    else if (!(await enterFullScreen())) this.remark('noFullScreen');
  }

  /** Goes back to the page. */
  leave(): void {
    this.line.close();
    this.releaseScreen();
    showPresentInAddress(false);
    void leaveFullScreen();
    this.state.setState({ shown: false, black: false, code: false, remark: null });
  }

  /** Goes a step of the lesson on, back for -1; from capture to capture where there is no lesson. Never rejects. */
  async move(by: 1 | -1): Promise<void> {
    const { lessons, playback } = this.place;
    const { open } = lessons.state.getState();
    this.state.setState({ black: false, code: false, remark: null });
    if (!open) {
      playback.pause();
      playback.moveBy(by);
    } else if (open.lesson.steps[open.at + by]) await lessons.move(by);
    else if (by > 0) this.remark('lastStep');
  }

  /** Locks in the prediction, trains, plays the recording or pauses: what the step waits for. Never rejects. */
  async space(): Promise<void> {
    const { document, session, lessons } = this.place;
    const lesson = lessons.state.getState();
    const runs = session.runs.getState();
    const { train } = openStep(lesson) ?? {};
    const { experiment } = document.experiment.getState();
    const speed = speedOf(session.speed.getState(), runs.engine);
    const seconds = train ? stepSeconds(train, experiment, speed, runs.textFacts?.vocab) : null;
    this.state.setState({ remark: null });
    switch (spaceAct(lesson, runs, seconds)) {
      case 'lockIn':
        this.lockIn();
        break;
      case 'train':
        await session.train();
        break;
      case 'play':
        await lessons.acts.play();
        break;
      case 'evaluate':
        await lessons.acts.evaluate();
        break;
      case 'showAll':
        lessons.acts.finishPlaying();
        break;
      case 'pause':
        await session.pause();
        break;
      case 'nothing':
        this.remark('nothingTrains');
    }
  }

  /** Locks in the answer that is given; without one, what most of the room chose. */
  lockIn(): void {
    const { lessons } = this.place;
    const lesson = lessons.state.getState();
    const step = openStep(lesson);
    if (step?.question?.kind === 'choose' && !lesson.answers[step.id]) {
      const chosen = chosenByRoom(countsOf(this.state.getState(), stepKey(lesson.open)));
      if (chosen !== null && chosen < step.question.options.length) lessons.acts.answer(chosen);
    }
    if (!lessons.acts.lockIn()) this.remark('answerFirst');
  }

  toggleBlack(): void {
    this.state.setState(({ black }) => ({ black: !black, code: false }));
  }

  toggleCode(): void {
    this.state.setState(({ code }) => ({ code: !code, black: false }));
  }

  toggleLock(): void {
    this.state.setState(({ unlocked }) => ({ unlocked: !unlocked }));
  }

  toggleDark(): void {
    this.state.setState(({ dark }) => ({ dark: !dark }));
  }

  /** Uncovers what is covered; else puts back what was changed of the step; else leaves. Never rejects. */
  async escape(): Promise<void> {
    const { black, code } = this.state.getState();
    const { lessons } = this.place;
    if (black || code) this.state.setState({ black: false, code: false });
    else if (lessons.state.getState().open && !isEqual(this.staged, this.onPage())) await lessons.restage();
    else this.leave();
  }

  /** Opens the presenter's window, or shows the one that is open. */
  openPresenter(): void {
    const { hall } = this.state.getState();
    const opened = window.open(presenterAddress(hall), `presenter-${hall}`, 'popup,width=1100,height=740');
    if (opened) opened.focus();
    else this.remark('noWindow');
  }

  /** Takes what the view draws, for the presenter's window. */
  draw(look: Look): void {
    this.line.draw(look);
  }

  private show(anew: boolean): void {
    const now = Date.now();
    this.place.document.view.getState().set({ dialog: null, enlarged: false });
    const step = stepKey(this.place.lessons.state.getState().open);
    this.state.setState({ shown: true, ...(anew && { begun: now, entered: now, step, unlocked: false }) });
    this.releaseScreen();
    this.releaseScreen = keepScreenOn();
    this.line.open();
  }

  private entered(): void {
    this.staged = this.onPage();
    const step = stepKey(this.place.lessons.state.getState().open);
    if (step !== this.state.getState().step) this.state.setState({ step, entered: Date.now(), remark: null });
  }

  /** What a person may change of a step. */
  private onPage(): unknown {
    const { document, session } = this.place;
    const { progress, state } = session.runs.getState();
    return {
      experiment: document.experiment.getState().experiment,
      view: omit(viewOf(document.view.getState()), [...ownFields]),
      trained: progress?.step ?? 0,
      trains: state === 'training',
    };
  }

  private remark(remark: PresentState['remark']): void {
    clearTimeout(this.remarkTimer);
    this.state.setState({ remark });
    this.remarkTimer = setTimeout(() => this.state.setState({ remark: null }), remarkFor);
  }
}
