/** Which keys a frame leaves to the page around it: those that move a deck, where nothing in the frame has them. */

/** Those that go on from anything but a field: a clicker's too. */
const moving = ['ArrowLeft', 'ArrowRight', 'PageUp', 'PageDown', 'Escape'];
/** Those that go on only where nothing scrolls by them. */
const scrolling = ['ArrowUp', 'ArrowDown', ' '];

/** What has all of these keys while it has the focus. */
const fields = 'input, textarea, select, [contenteditable], [role="slider"], [role="listbox"], [role="grid"]';
/** What a space presses. */
const pressed = 'button, summary, [role="button"], [role="tab"], [role="checkbox"], [role="switch"]';
/** What Escape closes, and arrows go through. */
const open = '[role="dialog"], [role="menu"], [role="listbox"]';

/** Tells whether a keydown event, which nothing in the frame has handled, is for the page around it. */
export function isForHost(event: KeyboardEvent): boolean {
  const { key, target, defaultPrevented, altKey, ctrlKey, metaKey, isComposing } = event;
  if (defaultPrevented || altKey || ctrlKey || metaKey || isComposing) return false;
  const element = target instanceof Element ? target : document.body;
  if (element.closest(fields) || isSomethingOpen()) return false;
  if (moving.includes(key)) return true;
  if (!scrolling.includes(key)) return false;
  if (key === ' ' && element.closest(pressed)) return false;
  return !scrolls(element);
}

const isSomethingOpen = () =>
  [...document.querySelectorAll(open)].some((one) => one.checkVisibility?.() ?? true);

/** Whether the element, or what it stands in, has more than is seen of it. */
function scrolls(element: Element): boolean {
  if (element === document.body || element === document.documentElement) {
    const { scrollHeight, clientHeight } = document.documentElement;
    return scrollHeight > clientHeight;
  }
  const { overflowY } = getComputedStyle(element);
  if (['auto', 'scroll'].includes(overflowY) && element.scrollHeight > element.clientHeight) return true;
  return element.parentElement !== null && scrolls(element.parentElement);
}
