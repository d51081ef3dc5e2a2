/** The addresses of the view for the hall (`?present`) and of the presenter's window (`?presenter=HALL`). */
import { replaceAddress } from '../../platform/address';
import type { LessonAddress } from '../lessons/lessonAddress';

const params = () => new URLSearchParams(location.search);

export const isPresentInAddress = (): boolean => params().has('present');

/** Has the page's address say whether it is the view for the hall. */
export function showPresentInAddress(shown: boolean): void {
  const url = new URL(location.href);
  url.searchParams.delete('present');
  const search = url.searchParams.toString();
  const all = shown ? `present${search === '' ? '' : `&${search}`}` : search;
  replaceAddress(url.pathname + (all === '' ? '' : `?${all}`) + url.hash);
}

/** Gives the address of the presenter's window of a hall. */
export const presenterAddress = (hall: string): string =>
  `${location.pathname}?presenter=${encodeURIComponent(hall)}`;

/** Gives the hall that this presenter's window is of; null where any will do, undefined where it is none. */
export function hallInAddress(): string | null | undefined {
  const hall = params().get('presenter');
  return hall === null ? undefined : hall || null;
}

/** Gives the whole address of a step for those who sit in the hall: the page as it is, not its view for the hall. */
export function linkOfStep({ id, at }: LessonAddress): string {
  const search = new URLSearchParams({ lesson: id, step: String(at + 1) });
  return new URL(`${location.pathname}?${search}`, location.href).href;
}

/** Whether an address is of this machine alone, so that no phone opens it. */
export function isLocalAddress(href: string): boolean {
  const { protocol, hostname } = new URL(href);
  return protocol === 'file:' || /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}
