/** Opens a channel between the tabs of the site. */

/** @returns undefined where the browser has none, or refuses it to this page */
export function openChannel(name: string): BroadcastChannel | undefined {
  try {
    return new BroadcastChannel(name);
  } catch {
    return undefined;
  }
}
