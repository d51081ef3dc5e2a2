/**
 * BibTeX. Braces in a field are counted, and one that closes too early ends the entry: a text's become commands, an
 * address' are percent-encoded. Otherwise an address stands as it is, as `url` fields are taken verbatim, and a text is
 * LaTeX. The keys are the lab's own, of letters, digits and hyphens: no name is in one.
 */
import { latexText } from './latex';

/** Writes a text as a field, in braces. (\{ counts as a brace, and \textbraceleft does not.) */
export const bibtexText = (text: string): string =>
  `{${latexText(text).replaceAll('\\{', '\\textbraceleft{}').replaceAll('\\}', '\\textbraceright{}')}}`;

/** Writes an address as a field, in braces; blanks and line breaks, which an address has none of, are encoded too. */
export const bibtexUrl = (address: string): string =>
  `{${address.replace(/[{}\s\\"<>]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`)}}`;
