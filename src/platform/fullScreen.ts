/** Full screen, where the browser has it. */

interface KeyboardLock {
  lock(keys: string[]): Promise<void>;
  unlock(): void;
}

/** Only some browsers let a page have the Escape key while it has the screen. */
const keyboard = (): KeyboardLock | undefined => (navigator as { keyboard?: KeyboardLock }).keyboard;

export const isFullScreen = (): boolean => Boolean(document.fullscreenElement);

/** Takes the screen. Never rejects. @returns whether the browser let the page */
export async function enterFullScreen(): Promise<boolean> {
  try {
    await document.documentElement.requestFullscreen();
  } catch (error) {
    console.warn(error);
    return false;
  }
  // Where it is refused, the first Escape leaves the full screen and the next one is the page's.
  await keyboard()?.lock(['Escape']).catch(console.warn);
  return true;
}

/** Gives the screen back; nothing where the page does not have it. Never rejects. */
export async function leaveFullScreen(): Promise<void> {
  if (!isFullScreen()) return;
  keyboard()?.unlock();
  await document.exitFullscreen().catch(console.warn);
}
