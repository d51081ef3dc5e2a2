/** Addresses whose "#" was turned into "%23" on the way: a host then looks for a file of that name. */

/** The beginning of a link behind an escaped "#", escaped once or more often. */
const escapedLink = /%(?:25)*23(?=\d{1,6}[a-z]{1,40}(?:\.|%(?:25)*2e))/i;

/** Puts the "#" back into an address whose path or query has a link. @returns null where nothing is to be mended */
export function mendedAddress(address: string): string | null {
  const [before = '', hash] = address.split(/#(.*)/s, 2);
  const found = escapedLink.exec(before);
  if (!found || hash) return null;
  const link = before.slice(found.index + found[0].length);
  const page = before.slice(0, found.index);
  // What was added behind the link, as trackers do, stays behind it: the link's reader knows its end.
  return `${page}#${link}`;
}
