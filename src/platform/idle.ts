/** The browser's idle time; WebKit has no requestIdleCallback. */

/** Runs a task once the page has nothing else to do, or after a while. @returns a function that calls it off */
export function whenIdle(task: () => void): () => void {
  if (typeof requestIdleCallback === 'function') {
    const id = requestIdleCallback(task, { timeout: 5000 });
    return () => cancelIdleCallback(id);
  }
  const id = setTimeout(task, 500);
  return () => clearTimeout(id);
}
