/**
 * Names of files and folders that every system takes: letters, digits and hyphens, in lower case, as some systems do not
 * tell A from a. No dots, slashes or signs, so nothing leads to another folder or ends in a dot; none of the names that
 * Windows keeps for devices; at most 120 bytes of UTF-8, which leaves room for an ending (some systems stop at 143).
 */

const mostBytes = 120;

const devices = /^(con|prn|aux|nul|clock|conin|conout|com\d|lpt\d)$/;

/** Letters by their category that have no shape, such as U+3164. */
const unseen = /\p{Default_Ignorable_Code_Point}/gu;

/**
 * Turns a name into a file name: "All standard" becomes "all-standard", "Über" "uber".
 * @param none where the name has neither letter nor digit
 */
export function fileName(name: string, none = 'run'): string {
  const letters = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(unseen, '')
    // Other scripts have vowels among their marks.
    .replaceAll(/([\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}])\p{M}+/gu, '$1')
    .normalize('NFC')
    .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, '-')
    // A mark that has lost what it stood on.
    .replaceAll(/(^|-)\p{M}+/gu, '$1');
  const cut = cutToBytes(letters.replace(/^-+/, ''), mostBytes).replaceAll(/^-+|-+$/g, '');
  if (cut === '') return none;
  return devices.test(cut) ? `${cut}-${none || 'run'}` : cut;
}

function cutToBytes(text: string, most: number): string {
  const encoder = new TextEncoder();
  let bytes = 0;
  let kept = '';
  for (const character of text) {
    bytes += encoder.encode(character).length;
    if (bytes > most) break;
    kept += character;
  }
  return kept;
}
