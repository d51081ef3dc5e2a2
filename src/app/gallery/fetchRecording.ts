/** Fetches recordings; each that was opened is kept in the browser, for use without a network. */
import { t } from '../../i18n/i18n';
import { siteAddress } from '../../platform/address';
import { openCache } from '../../platform/caches';
import { siteName } from '../siteName';

/**
 * Fetches a recording as text, or takes what was kept of it where there is no network. Rejects with an Error for the reader
 * where it cannot be had.
 * @param path from the site's address
 * @param signal ends the wait
 */
export async function fetchRecording(path: string, signal?: AbortSignal): Promise<string> {
  const url = new URL(path, siteAddress()).href;
  const cache = await openCache(siteName('recordings'));
  let response: Response | undefined;
  try {
    response = await fetch(url, { cache: 'no-cache', signal });
  } catch {
    response = await cache?.match(url);
    if (!response) throw new Error(t('app.gallery.noNetwork'));
    return response.text();
  }
  if (!response.ok) throw new Error(t('app.gallery.status', { status: response.status }));
  // A full storage keeps nothing from being shown.
  await cache?.put(url, response.clone()).catch(console.warn);
  return response.text();
}
