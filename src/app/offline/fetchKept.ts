/** Fetches files that the page needs only when someone asks for them; each is kept in the browser, for use without a network. */
import { t } from '../../i18n/i18n';
import { siteAddress } from '../../platform/address';
import { openCache } from '../../platform/caches';
import { siteName } from '../siteName';

/** What the sentences call it; each kind is kept in a cache of its own. */
export type KeptKind = 'recordings' | 'atlas';

/**
 * Fetches a file as text, or takes what was kept of it where there is no network. Rejects with an Error for the reader where
 * it cannot be had.
 * @param path from the site's address
 * @param signal ends the wait
 */
export async function fetchKept(kind: KeptKind, path: string, signal?: AbortSignal): Promise<string> {
  const url = new URL(path, siteAddress()).href;
  const cache = await openCache(siteName(kind));
  let response: Response | undefined;
  try {
    response = await fetch(url, { cache: 'no-cache', signal });
  } catch {
    response = await cache?.match(url);
    if (!response) throw new Error(t(`app.kept.${kind}.noNetwork`));
    return response.text();
  }
  if (!response.ok) throw new Error(t(`app.kept.${kind}.status`, { status: response.status }));
  // It is shown while it is kept. A full storage keeps nothing from being shown.
  void cache?.put(url, response.clone()).catch(console.warn);
  return response.text();
}
