/** Addresses whose "#" was turned into "%23" on the way: a host then looks for a file of that name. */

/** Signs of ASCII by their codes, escaped once or more often. (Every repetition has a limit, so that no address takes long.) */
const escaped = (...codes: string[]) => `%(?:25){0,6}(?:${codes.join('|')})`;

/** "#" in percent encoding, full-width, or as an entity of HTML, whose own "#" may be one. */
const ampersand = `(?:&|${escaped('26')})(?:amp(?:;|${escaped('3b')})){0,3}`;
const sign =
  `(?:${escaped('23')}|${escaped('ef')}${escaped('bc')}${escaped('83')}|` +
  `${ampersand}(?:(?:#|${escaped('23')})(?:35|x23)|num)(?:;|${escaped('3b')}))`;

/** What may stand between the sign and the link: of routes ("#!/"), and a tracker's parameters. */
const before = `(?:[!/?&]|${escaped('21', '2f', '3f', '26')}){0,3}(?:[\\w~-]{1,40}=[^&#]{0,200}&){0,5}`;
const beginning = `\\d{1,6}[a-z]{1,40}(?:\\.|${escaped('2e')})`;

/** Matches the escaped sign before a link, with the escaped blanks and backslashes that an escaping tool put in front of it. */
const escapedLink = new RegExp(`(?:${escaped('20', '5c')}){0,3}${sign}{1,3}(?=${before}${beginning})`, 'i');
const link = new RegExp(`^${before}${beginning}`, 'i');

/** Longer than any link becomes when each of its signs is escaped. */
const longest = 100_000;

/** Puts the "#" back into an address whose path or query has a link. @returns null where nothing is to be mended */
export function mendedAddress(address: string): string | null {
  if (address.length > longest) return null;
  const hash = address.indexOf('#');
  if (hash >= 0 && link.test(address.slice(hash + 1))) return null;
  const found = escapedLink.exec(address);
  if (!found) return null;
  // What was added behind the link, as trackers do, stays behind it: the link's reader knows its end.
  return `${address.slice(0, found.index)}#${address.slice(found.index + found[0].length).replace(/#$/, '')}`;
}
