/** What the view for the hall tells the presenter's window, and does as that asks. */
import { isEqual, pick, throttle } from 'es-toolkit';
import type { StoreApi } from 'zustand/vanilla';
import { totalSteps } from '../../experiment/schema';
import { readAnswer } from '../../lessons/questions';
import { uniqueId } from '../../platform/random';
import type { PageDocument } from '../document/pageDocument';
import { openStep } from '../lessons/lessonState';
import type { Lessons } from '../lessons/lessons';
import type { Session } from '../session/session';
import { type Command, type HallChannel, type HallState, type Message, openHallChannel } from './messages';
import { countsOf, type PresentState, stepKey } from './presentState';

interface HallLineOptions {
  document: PageDocument;
  session: Session;
  lessons: Lessons;
  /** Of the view. */
  state: StoreApi<PresentState>;
  /** What the presenter's window can ask for. */
  commands: Readonly<Record<Command, () => unknown>>;
}

/** What the view draws and the presenter's window is told of. */
export type Look = Pick<HallState, 'claim' | 'beside' | 'picture'>;

/** Milliseconds between two tellings. */
const tellEvery = 250;

/** The line of one hall. */
export class HallLine {
  private channel: HallChannel | undefined;
  private since = 0;
  private look: Look = { claim: '', beside: null, picture: [] };
  private readonly tell = throttle(() => this.tellNow(), tellEvery);

  /** Tells each change from now on, while it is open. */
  constructor(private readonly place: HallLineOptions) {
    for (const store of [place.lessons.state, place.session.runs, place.state]) store.subscribe(this.tell);
  }

  /** Opens it, and tells how the hall stands. Nothing where the browser has no channels. */
  open(): void {
    if (!this.channel) {
      this.since = Date.now();
      this.channel = openHallChannel((message) => this.hear(message));
    }
    this.tellNow();
  }

  /** Tells that the view is gone. */
  left(): void {
    this.channel?.post({ type: 'left', hall: this.hall });
  }

  close(): void {
    this.left();
    this.channel?.close();
    this.channel = undefined;
  }

  /** Takes what the view draws. */
  draw(look: Look): void {
    if (isEqual(look, this.look)) return;
    this.look = look;
    this.tell();
  }

  private get hall(): string {
    return this.place.state.getState().hall;
  }

  private hear(message: Message): void {
    const { lessons, state, commands } = this.place;
    if (message.type === 'ask' && (message.hall === null || message.hall === this.hall)) this.tellNow();
    if (message.hall !== this.hall) return;
    const lesson = lessons.state.getState();
    if (message.type === 'state') this.meetDouble(message.since);
    else if (message.type === 'do') commands[message.command]();
    else if (message.type === 'answer') {
      const question = openStep(lesson)?.question;
      const answer = question ? readAnswer(question, message.value) : null;
      if (answer !== null) lessons.acts.answer(answer);
    } else if (message.type === 'counts') {
      const step = stepKey(lesson.open);
      state.setState(({ room }) => ({
        room: { ...room, [step]: message.counts },
        roomShown: message.shown ? step : null,
      }));
    }
  }

  /** A tab that was duplicated has the name of the one that it was: that one keeps it, and with it its presenter's window. */
  private meetDouble(since: number): void {
    if (since <= this.since) this.place.state.setState({ hall: uniqueId() });
    else this.tellNow();
  }

  private tellNow(): void {
    if (!this.channel) return;
    const { document, session, lessons } = this.place;
    const lesson = lessons.state.getState();
    const { open, playing, answers } = lesson;
    const { state, progress, recorded } = session.runs.getState();
    const step = stepKey(open);
    const own = this.place.state.getState();
    const id = openStep(lesson)?.id;
    this.channel.post({
      type: 'state',
      hall: own.hall,
      since: this.since,
      state: {
        ...this.look,
        ...pick(own, ['black', 'code', 'unlocked', 'remark', 'begun', 'entered']),
        lesson: open && { id: open.lesson.id, at: open.at },
        training: playing ? 'playing' : recorded ? 'recorded' : state === 'ready' ? 'empty' : state,
        progress:
          playing ??
          (progress && { step: progress.step, steps: totalSteps(document.experiment.getState().experiment) }),
        answer: (id !== undefined && answers[id]) || null,
        counts: [...countsOf(own, step)],
        countsShown: step !== '' && own.roomShown === step,
      },
    });
  }
}
