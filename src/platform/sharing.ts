/** What takes a text out of the page: the clipboard and the system's sheet, both of secure contexts alone. */

/** Copies a text. @returns whether the browser let the page; never rejects */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** The system's sheet; undefined where there is none. It rejects with the browser's error. */
export function shareSheet(): ((data: ShareData) => Promise<void>) | undefined {
  try {
    return navigator.share?.bind(navigator);
  } catch {
    return undefined;
  }
}
