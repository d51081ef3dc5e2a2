/** Waits for seconds in which the page runs: those that a computer sleeps, or a tab is frozen, do not count. */

/** Calls back once, after so many seconds. @returns what ends it */
export function afterSeconds(seconds: number, onEnd: () => void): () => void {
  let left = seconds;
  const timer = setInterval(() => {
    if (--left > 0) return;
    clearInterval(timer);
    onEnd();
  }, 1000);
  return () => clearInterval(timer);
}
