/** Keeps the screen from going dark. */

/**
 * Keeps it on until it is released; nothing where the browser cannot. A page that was hidden has lost its lock, and takes it again
 * once it is shown.
 * @returns what releases it
 */
export function keepScreenOn(): () => void {
  let released = false;
  let lock: WakeLockSentinel | null = null;
  const take = async () => {
    if (released || document.visibilityState !== 'visible' || !navigator.wakeLock) return;
    try {
      lock = await navigator.wakeLock.request('screen');
      if (released) await lock.release();
    } catch (error) {
      // An empty battery, say. The screen then goes dark as the system has it.
      console.warn(error);
    }
  };
  const again = () => void take();
  document.addEventListener('visibilitychange', again);
  void take();
  return () => {
    released = true;
    document.removeEventListener('visibilitychange', again);
    void lock?.release().catch(console.warn);
  };
}
