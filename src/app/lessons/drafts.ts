/** Lessons that are written on the page: kept in this browser with each change, one of them open in the editor. */
import { isEqual } from 'es-toolkit';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { viewOf } from '../../document/view';
import { isolated } from '../../format/visible';
import { t } from '../../i18n/i18n';
import { decodeLesson } from '../../lessons/link';
import { namedMinutes } from '../../lessons/minutes';
import { type Lesson, parseLesson, readLesson } from '../../lessons/schema';
import { mostSteps, newLesson, type Seen, shownAnew, withoutStep, withStep } from '../../lessons/writing';
import { keepValue, keptValue } from '../../platform/keptValues';
import { uniqueId } from '../../platform/random';
import type { PageDocument } from '../document/pageDocument';
import { errorMessage } from '../errorMessage';
import { siteName } from '../siteName';

export interface DraftsState {
  drafts: readonly Lesson[];
  /** Id of the one in the editor; null where that is closed. */
  openId: string | null;
  /** The step that is edited, from 0. */
  at: number;
  /** What was removed last, and can be had back. */
  removed: { drafts: readonly Lesson[]; openId: string | null; at: number } | null;
  /** Why something was refused or is not kept, for the reader. */
  error: string | null;
}

const key = () => siteName('lesson drafts');
const newId = () => `draft-${uniqueId().slice(0, 8)}`;
const lessonMark = '"attention-lab-lesson"';

/** The drafts of one browser, as one page has them. */
export class Drafts {
  readonly state: StoreApi<DraftsState>;
  /** What was kept and cannot be read, of a later lab say: it is kept on as it is. */
  private readonly unread: unknown[];

  constructor(private readonly document: PageDocument) {
    const { drafts, unread } = keptDrafts();
    this.unread = unread;
    this.state = createStore<DraftsState>()(() => ({
      drafts,
      openId: null,
      at: 0,
      removed: null,
      error: null,
    }));
    this.state.subscribe((now, before) => {
      if (now.drafts !== before.drafts) this.keep(now.drafts);
    });
  }

  /** Begins a lesson with what the page shows, in the editor. */
  begin(): void {
    const id = newId();
    const lesson = newLesson(
      id,
      t('lessonWriting.newLesson'),
      t('lessonWriting.newStep', { step: 1 }),
      this.seen(),
    );
    this.state.setState(({ drafts }) => ({
      drafts: [...drafts, lesson],
      openId: id,
      at: 0,
      removed: null,
      error: null,
    }));
  }

  /** Opens one in the editor; null closes it. */
  open(openId: string | null): void {
    this.state.setState({ openId, at: 0, error: null });
  }

  chooseStep(at: number): void {
    this.state.setState({ at });
  }

  /** Adds what the page shows as a step after the one that is edited. */
  addStep(): void {
    const { at } = this.state.getState();
    this.change((lesson) => {
      const title = t('lessonWriting.newStep', { step: lesson.steps.length + 1 });
      const added = withStep(lesson, at, title, this.seen());
      if (added === lesson) throw new Error(t('lessonWriting.mostSteps', { most: mostSteps }));
      return added;
    });
    if (this.state.getState().error === null) this.state.setState({ at: at + 1 });
  }

  /** Has the edited step show what the page shows. */
  showInStep(): void {
    const { at } = this.state.getState();
    this.change((lesson) => shownAnew(lesson, at, this.seen()));
  }

  /** Changes the open lesson; what cannot be is said and leaves it as it is. */
  change(how: (lesson: Lesson) => Lesson): void {
    const lesson = openDraft(this.state.getState());
    if (!lesson) return;
    try {
      const written = how(lesson);
      const changed = parseLesson({ ...written, minutes: namedMinutes(written) });
      this.state.setState(({ drafts }) => ({
        drafts: drafts.map((one) => (one === lesson ? changed : one)),
        // What was written since would go with an undo.
        removed: null,
        error: null,
      }));
    } catch (error) {
      this.state.setState({ error: errorMessage(error) });
    }
  }

  /** Removes the edited step, which `undo` brings back. */
  removeStep(): void {
    const { drafts, openId, at } = this.state.getState();
    this.change((lesson) => withoutStep(lesson, at));
    const after = openDraft(this.state.getState());
    if (!after || this.state.getState().drafts === drafts) return;
    this.state.setState({ removed: { drafts, openId, at }, at: Math.min(at, after.steps.length - 1) });
  }

  /** Removes a lesson, which `undo` brings back. */
  remove(id: string): void {
    const { drafts, openId, at } = this.state.getState();
    this.state.setState({
      drafts: drafts.filter((one) => one.id !== id),
      openId: openId === id ? null : openId,
      removed: { drafts, openId, at },
    });
  }

  /** Brings back what was removed last. */
  undo(): void {
    const { removed } = this.state.getState();
    if (removed) this.state.setState({ ...removed, removed: null, error: null });
  }

  /** Tells whether a file holds a lesson, whole or not. */
  static isLesson(text: string): boolean {
    return text.slice(0, 400).includes(lessonMark);
  }

  /**
   * Takes the lesson of a file as a draft, into the editor.
   * @returns what was opened, a sentence
   * @throws Error for the reader where it is cut, damaged or of a later lab
   */
  take(file: string, text: string): string {
    const name = isolated(file);
    let lesson: Lesson;
    try {
      lesson = readLesson(text);
    } catch (error) {
      throw new Error(t('lessonWriting.unreadable', { file: name, why: errorMessage(error) }));
    }
    const own = this.withOwnId(lesson);
    const { drafts } = this.state.getState();
    this.state.setState({ drafts: [...drafts, own], openId: own.id, at: 0, removed: null, error: null });
    return t('lessonWriting.opened', { file: name, count: own.steps.length });
  }

  /**
   * Keeps the lesson of a link among the drafts, without opening the editor; the same one is kept once.
   * @param hash of an address @returns the lesson as it is kept
   * @throws Error for the reader where it is cut, damaged or of a later lab
   */
  takeLink(hash: string): Lesson {
    let lesson: Lesson;
    try {
      lesson = decodeLesson(hash);
    } catch (error) {
      throw new Error(t('lessonWriting.badLink', { why: errorMessage(error) }));
    }
    const { drafts } = this.state.getState();
    const known = drafts.find((one) => isEqual({ ...one, id: lesson.id }, lesson));
    if (known) return known;
    const own = this.withOwnId(lesson);
    this.state.setState({ drafts: [...drafts, own], error: null });
    return own;
  }

  /** Gives a lesson under an id that no draft has. */
  private withOwnId(lesson: Lesson): Lesson {
    const isTaken = this.state.getState().drafts.some(({ id }) => id === lesson.id);
    return isTaken ? { ...lesson, id: newId() } : lesson;
  }

  private seen(): Seen {
    const { experiment } = this.document.experiment.getState();
    return { experiment, view: viewOf(this.document.view.getState()) };
  }

  private keep(drafts: readonly Lesson[]): void {
    const isKept = keepValue('localStorage', key(), JSON.stringify([...drafts, ...this.unread]));
    if (!isKept) this.state.setState({ error: t('lessonWriting.notKept') });
  }
}

/** Gives the lesson in the editor; null where that is closed. */
export const openDraft = ({ drafts, openId }: DraftsState): Lesson | null =>
  drafts.find(({ id }) => id === openId) ?? null;

function keptDrafts(): { drafts: Lesson[]; unread: unknown[] } {
  const drafts: Lesson[] = [];
  const unread: unknown[] = [];
  for (const value of keptList()) {
    try {
      drafts.push(parseLesson(value));
    } catch {
      unread.push(value);
    }
  }
  return { drafts, unread };
}

function keptList(): unknown[] {
  try {
    const kept: unknown = JSON.parse(keptValue('localStorage', key()) ?? '[]');
    return Array.isArray(kept) ? kept : [];
  } catch {
    return [];
  }
}
