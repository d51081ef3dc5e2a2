/** What a person does on the page. */
import { debounce, throttle } from 'es-toolkit';

/** That the page answers. */
const inputs = ['pointerdown', 'pointerup', 'click', 'keydown'] as const;
/** By which they show that they are there: one of those above may follow. */
const moves = ['pointermove', 'wheel'] as const;

/** Milliseconds between two moves that are told. */
const pause = 250;

/**
 * Watches a person use the page.
 * @param used is told of each input as it comes and once the frame that follows it has been drawn, and of moves now and then.
 * `answers`: whether there is an input to be answered
 * @returns a function that ends it
 */
export function watchInputs(used: (answers: boolean) => void): () => void {
  let unanswered = 0;
  const heard = () => {
    unanswered++;
    used(true);
    const answered = () => {
      unanswered--;
      used(unanswered > 0);
    };
    // A task that is posted within a frame runs after its layout and paint.
    requestAnimationFrame(() => setTimeout(answered));
  };
  const moved = throttle(() => used(unanswered > 0), pause, { edges: ['leading'] });
  for (const type of inputs) addEventListener(type, heard, { capture: true, passive: true });
  for (const type of moves) addEventListener(type, moved, { capture: true, passive: true });
  return () => {
    for (const type of inputs) removeEventListener(type, heard, { capture: true });
    for (const type of moves) removeEventListener(type, moved, { capture: true });
  };
}

/**
 * Runs a task once nobody has used the page for a while; outside a page, once that while is over.
 * @param ms how long, in milliseconds
 * @returns a function that calls it off
 */
export function whenLeftAlone(ms: number, task: () => void): () => void {
  const run = debounce(() => {
    endWatch();
    task();
  }, ms);
  const endWatch = typeof addEventListener === 'function' ? watchInputs(run) : () => {};
  run();
  return () => {
    endWatch();
    run.cancel();
  };
}
