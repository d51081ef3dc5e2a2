/**
 * Presents what is on the page to a hall: the view that is drawn for it, what its keys do, and what the presenter's window on the
 * laptop is told and asks for.
 */
import { isEqual, omit, pick, throttle } from 'es-toolkit';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { viewOf } from '../../document/view';
import { totalSteps } from '../../experiment/schema';
import { readAnswer } from '../../lessons/questions';
import { enterFullScreen, isFullScreen, leaveFullScreen } from '../../platform/fullScreen';
import { keepScreenOn } from '../../platform/wakeLock';
import type { PageDocument } from '../document/pageDocument';
import { openStep } from '../lessons/lessonState';
import type { Lessons } from '../lessons/lessons';
import { stepSeconds } from '../lessons/stepSeconds';
import { speedOf } from '../session/deviceSpeed';
import type { Session } from '../session/session';
import type { Playback } from '../time/playback';
import { type Command, type HallChannel, type HallState, type Message, openHallChannel } from './messages';
import { isPresentInAddress, presenterAddress, showPresentInAddress } from './presentAddress';
import { chosenByRoom, firstPresent, keepPresent, type PresentState, stepKey } from './presentState';
import { spaceAct } from './spaceKey';

interface PresentOptions {
  document: PageDocument;
  session: Session;
  lessons: Lessons;
  playback: Playback;
}

/** What the view draws and the presenter's window is told of. */
type Look = Pick<HallState, 'claim' | 'beside' | 'picture'>;

/** Milliseconds between two tellings, and for which a remark stands. */
const tellEvery = 250;
const remarkFor = 5000;

/** Fields of the view that the page itself may set as curves are drawn: no one changed anything. */
const ownFields = ['against', 'againstOpened'] as const;

/** The view for the hall, of one page. */
export class Present {
  readonly state: StoreApi<PresentState> = createStore<PresentState>()(() => firstPresent(Date.now()));
  private channel: HallChannel | undefined;
  private releaseScreen: () => void = () => {};
  private look: Look = { claim: '', beside: null, picture: [] };
  /** What the step's stage was when it was entered. */
  private staged: unknown = null;
  private remarkTimer: ReturnType<typeof setTimeout> | undefined;
  private readonly tell = throttle(() => this.tellNow(), tellEvery);

  constructor(private readonly place: PresentOptions) {
    const { session, lessons } = place;
    lessons.state.subscribe((now, before) => {
      if (now.open !== before.open) this.entered();
      this.tell();
    });
    session.runs.subscribe(this.tell);
    this.state.subscribe((state) => {
      if (!state.shown) return;
      keepPresent(state);
      this.tell();
    });
  }

  /** Shows the view where the page's address asks for it, and says when the page goes away. */
  start(): void {
    window.addEventListener('pagehide', () => this.say({ type: 'left', hall: this.state.getState().hall }));
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
    const { hall } = this.state.getState();
    this.say({ type: 'left', hall });
    this.channel?.close();
    this.channel = undefined;
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
        await lessons.play();
        break;
      case 'evaluate':
        await lessons.evaluate();
        break;
      case 'showAll':
        lessons.finishPlaying();
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
      const chosen = chosenByRoom(this.counts);
      if (chosen !== null && chosen < step.question.options.length) lessons.answer(chosen);
    }
    if (!lessons.lockIn()) this.remark('answerFirst');
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
    if (isEqual(look, this.look)) return;
    this.look = look;
    this.tell();
  }

  private get counts(): readonly number[] {
    const { room } = this.state.getState();
    return room[stepKey(this.place.lessons.state.getState().open)] ?? [];
  }

  private show(anew: boolean): void {
    const now = Date.now();
    this.place.document.view.getState().set({ dialog: null, enlarged: false });
    const step = stepKey(this.place.lessons.state.getState().open);
    this.state.setState({ shown: true, ...(anew && { begun: now, entered: now, step, unlocked: false }) });
    this.releaseScreen();
    this.releaseScreen = keepScreenOn();
    this.channel ??= openHallChannel((message) => void this.hear(message));
    this.tellNow();
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

  private async hear(message: Message): Promise<void> {
    const { hall } = this.state.getState();
    if (message.type === 'state' || message.type === 'left') return;
    if (message.type === 'ask') {
      if (message.hall === null || message.hall === hall) this.tellNow();
      return;
    }
    if (message.hall !== hall) return;
    const { lessons } = this.place;
    const lesson = lessons.state.getState();
    if (message.type === 'do') await this.obey(message.command);
    else if (message.type === 'answer') {
      const question = openStep(lesson)?.question;
      const answer = question ? readAnswer(question, message.value) : null;
      if (answer !== null) lessons.answer(answer);
    } else {
      const step = stepKey(lesson.open);
      this.state.setState(({ room }) => ({
        room: { ...room, [step]: message.counts },
        roomShown: message.shown ? step : null,
      }));
    }
  }

  private async obey(command: Command): Promise<void> {
    switch (command) {
      case 'next':
        return this.move(1);
      case 'back':
        return this.move(-1);
      case 'space':
        return this.space();
      case 'black':
        return this.toggleBlack();
      case 'code':
        return this.toggleCode();
      case 'unlock':
        return this.toggleLock();
      case 'lockIn':
        return this.lockIn();
    }
  }

  private tellNow(): void {
    if (!this.channel) return;
    const { document, session, lessons } = this.place;
    const { open, playing, answers } = lessons.state.getState();
    const { state, progress } = session.runs.getState();
    const step = stepKey(open);
    const own = this.state.getState();
    const id = openStep(lessons.state.getState())?.id;
    this.say({
      type: 'state',
      hall: own.hall,
      state: {
        ...this.look,
        ...pick(own, ['black', 'code', 'unlocked', 'remark', 'begun', 'entered']),
        lesson: open && { id: open.lesson.id, at: open.at },
        training: playing ? 'playing' : state === 'ready' ? 'empty' : state,
        progress:
          playing ??
          (progress && { step: progress.step, steps: totalSteps(document.experiment.getState().experiment) }),
        answer: (id !== undefined && answers[id]) || null,
        counts: [...this.counts],
        countsShown: step !== '' && own.roomShown === step,
      },
    });
  }

  private say(message: Message): void {
    this.channel?.post(message);
  }
}
