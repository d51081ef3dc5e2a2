/** Fetches the site's texts, from the browser's cache where they are there. */
import type { FetchText } from '../data/corpora';
import { words } from '../format/words';
import { siteAddress } from '../platform/address';

/**
 * Fetches a file of the site as text. Rejects with an Error for the reader where there is none, and with what `onBytes`
 * throws.
 */
export const fetchText: FetchText = async (path, onBytes) => {
  // A path names one version of a file, so what the cache holds of it is right however old it is.
  const url = new URL(path, siteAddress());
  let response = await fetch(url, { cache: 'force-cache' });
  // Unless a host gave its start page for a file that was missing then.
  if (response.headers.get('content-type')?.startsWith('text/html'))
    response = await fetch(url, { cache: 'reload' });
  if (!response.ok || !response.body)
    throw new Error(
      words('text.notFetched', 'The file {{path}} could not be read (status {{status}}). Reload the page.', {
        path,
        status: String(response.status),
      }),
    );
  const decoder = new TextDecoder();
  const reader = response.body.getReader();
  let text = '';
  let done = 0;
  try {
    for (;;) {
      const part = await reader.read();
      if (part.done) return text + decoder.decode();
      text += decoder.decode(part.value, { stream: true });
      done += part.value.length;
      onBytes?.(done);
    }
  } finally {
    // Who listens may have lost interest, which ends it with an error.
    await reader.cancel();
  }
};
