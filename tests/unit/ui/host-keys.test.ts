// @vitest-environment happy-dom
// Which keys a frame leaves to the page around it, and which it has itself.
import { afterEach, expect, it } from 'vitest';
import { isForHost } from '../../../src/ui/embed/hostKeys';

afterEach(() => document.body.replaceChildren());

/** Presses a key where the element with the id "at" has the focus, in a page with this inside; the body without one. */
function isHandedOn(key: string, html = '', options: KeyboardEventInit = {}, handled = false): boolean {
  document.body.innerHTML = html;
  const target = document.getElementById('at') ?? document.body;
  let forHost = false;
  const listener = (event: Event) => {
    if (handled) event.preventDefault();
    forHost = isForHost(event as KeyboardEvent);
  };
  window.addEventListener('keydown', listener, { once: true });
  target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...options }));
  return forHost;
}

const deckKeys = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'PageUp', 'PageDown', 'Escape', ' '];

it.each(deckKeys)('hands on “%s” where nothing has it', (key) => {
  expect(isHandedOn(key)).toBe(true);
  expect(isHandedOn(key, '<p id="at">Text</p>')).toBe(true);
});

it.each(['a', 't', 'Enter', 'Tab', 'F5', 'Home', 'Delete', '1'])('keeps “%s”', (key) => {
  expect(isHandedOn(key)).toBe(false);
});

it.each(deckKeys)('keeps “%s” where it was handled, has a modifier, or is of a field', (key) => {
  expect(isHandedOn(key, '', {}, true)).toBe(false);
  expect(isHandedOn(key, '', { ctrlKey: true })).toBe(false);
  expect(isHandedOn(key, '', { altKey: true })).toBe(false);
  expect(isHandedOn(key, '', { metaKey: true })).toBe(false);
  for (const field of ['<input id="at">', '<textarea id="at"></textarea>', '<select id="at"></select>'])
    expect(isHandedOn(key, field)).toBe(false);
  expect(isHandedOn(key, '<div role="slider"><i id="at"></i></div>')).toBe(false);
  expect(isHandedOn(key, '<div contenteditable id="at"></div>')).toBe(false);
  expect(isHandedOn(key, '<div role="menu"></div><button id="at"></button>')).toBe(false);
});

it('leaves a button its space, and not the arrows', () => {
  expect(isHandedOn(' ', '<button id="at"></button>')).toBe(false);
  expect(isHandedOn(' ', '<button><svg id="at"></svg></button>')).toBe(false);
  expect(isHandedOn('ArrowRight', '<button id="at"></button>')).toBe(true);
  expect(isHandedOn(' ', '', { shiftKey: true })).toBe(true);
});

it('leaves what scrolls the keys that scroll it, and not a clicker’s', () => {
  const scrolls = '<div id="box" style="overflow-y: auto"><p id="at" tabindex="0"></p></div>';
  const within = (key: string) => {
    document.body.innerHTML = scrolls;
    const box = document.getElementById('box') as HTMLElement;
    Object.defineProperties(box, { scrollHeight: { value: 900 }, clientHeight: { value: 300 } });
    let forHost = false;
    window.addEventListener('keydown', (event) => (forHost = isForHost(event)), { once: true });
    document
      .getElementById('at')
      ?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
    return forHost;
  };
  for (const key of ['ArrowUp', 'ArrowDown', ' ']) expect(within(key)).toBe(false);
  for (const key of ['ArrowLeft', 'ArrowRight', 'PageUp', 'PageDown', 'Escape'])
    expect(within(key)).toBe(true);
});
