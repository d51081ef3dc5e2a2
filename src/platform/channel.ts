/** Opens a channel between the tabs of the site, and speaks on it. */

/** @returns undefined where the browser has none, or refuses it to this page */
export function openChannel(name: string): BroadcastChannel | undefined {
  try {
    return new BroadcastChannel(name);
  } catch {
    return undefined;
  }
}

/** Tells the other tabs. @returns whether the browser let the page, as it may not once it has closed the channel */
export function tellTabs(channel: BroadcastChannel, message: unknown): boolean {
  try {
    channel.postMessage(message);
    return true;
  } catch (error) {
    console.warn(error);
    return false;
  }
}
