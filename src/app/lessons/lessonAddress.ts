/** The lesson and step in the page's address: `?lesson=mixing&step=2`, steps counted from 1 as the page shows them. */
import { replaceAddress } from '../../platform/address';
import { isFrame } from '../frame/frameAddress';

export interface LessonAddress {
  id: string;
  /** From 0. */
  at: number;
}

/** Reads the address; null where it names no lesson. */
export function lessonInAddress(): LessonAddress | null {
  const params = new URLSearchParams(location.search);
  const id = params.get('lesson');
  if (!id) return null;
  const step = Number(params.get('step') ?? 1);
  return { id, at: Number.isInteger(step) && step >= 1 ? step - 1 : 0 };
}

/** Gives the address of a step, from what this page's is; without a lesson for null. Experiments in the address are left out. */
function addressOfLesson(lesson: LessonAddress | null): string {
  const params = new URLSearchParams(location.search);
  params.delete('lesson');
  params.delete('step');
  if (lesson) {
    params.set('lesson', lesson.id);
    params.set('step', String(lesson.at + 1));
  }
  const search = params.toString();
  return location.pathname + (search === '' ? '' : `?${search}`);
}

/** Has the page's address name this step, or no lesson. A frame's stays: what is kept of the frame goes by it. */
export function showLessonInAddress(lesson: LessonAddress | null): void {
  if (!isFrame()) replaceAddress(addressOfLesson(lesson));
}
