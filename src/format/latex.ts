/**
 * LaTeX. A text is shown as it is written, with pdfLaTeX in its oldest encoding (OT1) as with XeLaTeX and LuaLaTeX:
 * every ASCII sign that TeX acts upon, that a font of OT1 shows as another, that joins with its neighbour into a
 * ligature (--, ,,) or that is an argument at the start of a row (\\ takes [ and *) is written as a command. Letters with
 * accents, Greek ones and usual signs have commands too; any other character is shown by the engines that know all of
 * Unicode, and by pdfLaTeX as its code point, ⟨4E2D⟩, as its fonts have no such glyph.
 */
import { codePointLabel, visibleText } from './visible';

const ascii: Record<string, string> = {
  '\\': '\\textbackslash{}',
  '{': '\\{',
  '}': '\\}',
  '#': '\\#',
  $: '\\$',
  '%': '\\%',
  '&': '\\&',
  _: '\\_',
  '^': '\\textasciicircum{}',
  '~': '\\textasciitilde{}',
  '<': '\\textless{}',
  '>': '\\textgreater{}',
  '|': '\\textbar{}',
  // babel's shorthands of many languages begin with it.
  // In the typewriter font it is straight in every encoding.
  '"': '{\\ttfamily\\symbol{34}}',
  '`': '\\textasciigrave{}',
  "'": '\\textquotesingle{}',
  '[': '{[}',
  ']': '{]}',
  '*': '{*}',
};

const signs: Record<string, string> = {
  '±': '$\\pm$',
  '−': '$-$',
  '–': '--',
  '—': '---',
  '↓': '$\\downarrow$',
  '↑': '$\\uparrow$',
  '←': '$\\leftarrow$',
  '→': '$\\rightarrow$',
  '↵': '$\\hookleftarrow$',
  '␣': '\\textvisiblespace{}',
  '⟨': '$\\langle$',
  '⟩': '$\\rangle$',
  '×': '$\\times$',
  '÷': '$\\div$',
  '≤': '$\\leq$',
  '≥': '$\\geq$',
  '≠': '$\\neq$',
  '≈': '$\\approx$',
  '∞': '$\\infty$',
  '∑': '$\\sum$',
  '√': '$\\surd$',
  '∂': '$\\partial$',
  '·': '$\\cdot$',
  '…': '\\dots{}',
  '•': '$\\bullet$',
  '“': '\\textquotedblleft{}',
  '”': '\\textquotedblright{}',
  '‘': '\\textquoteleft{}',
  '’': '\\textquoteright{}',
  '¡': '\\textexclamdown{}',
  '¿': '\\textquestiondown{}',
  '§': '\\S{}',
  '¶': '\\P{}',
  '©': '\\copyright{}',
  '£': '\\pounds{}',
  '°': '$^\\circ$',
  '¹': '$^1$',
  '²': '$^2$',
  '³': '$^3$',
  µ: '$\\mu$',
  ß: '\\ss{}',
  æ: '\\ae{}',
  Æ: '\\AE{}',
  œ: '\\oe{}',
  Œ: '\\OE{}',
  ø: '\\o{}',
  Ø: '\\O{}',
  ł: '\\l{}',
  Ł: '\\L{}',
  ı: '\\i{}',
};

const greek =
  'α alpha β beta γ gamma δ delta ε varepsilon ζ zeta η eta θ theta ι iota κ kappa λ lambda μ mu ν nu ξ xi π pi ρ rho ς varsigma σ sigma τ tau υ upsilon φ varphi χ chi ψ psi ω omega Γ Gamma Δ Delta Θ Theta Λ Lambda Ξ Xi Π Pi Σ Sigma Φ Phi Ψ Psi Ω Omega'.split(
    ' ',
  );
for (let i = 0; i < greek.length; i += 2) signs[greek[i] as string] = `$\\${greek[i + 1]}$`;

/** The commands of accents that OT1 has, by combining mark. */
const accents: Record<string, string> = {
  '\u0300': '`',
  '\u0301': "'",
  '\u0302': '^',
  '\u0303': '~',
  '\u0304': '=',
  '\u0306': 'u',
  '\u0307': '.',
  '\u0308': '"',
  '\u030a': 'r',
  '\u030b': 'H',
  '\u030c': 'v',
  '\u0327': 'c',
};

const macro = '\\labcharacter';

/** Defines what `latexText` may use beside LaTeX's own commands; it stands before the text, once or more often. */
const macroDefinition =
  `\\providecommand{${macro}}[2]{\\ifdefined\\Umathchar#1\\else$\\langle$#2$\\rangle$\\fi}\n` as const;

/** Escapes a text. Its line breaks are shown as code points. @see latexNeeds */
export function latexText(text: string): string {
  let escaped = '';
  let before = '';
  // Composed, so that a letter and its accent are looked at together.
  for (const character of visibleText(text).normalize('NFC')) {
    const next = character === ' ' && before === ' ' ? '\\ ' : written(character);
    // What would join with the sign before it into another.
    if (/^[-,]/.test(next) && escaped.endsWith(next[0] as string)) escaped += '{}';
    escaped += next;
    before = character;
  }
  return escaped;
}

function written(character: string): string {
  const known = ascii[character] ?? signs[character];
  if (known !== undefined) return known;
  if (/[ -~]/.test(character)) return character;
  const [letter = '', mark = '', ...more] = character.normalize('NFD');
  const accent = accents[mark];
  if (accent && more.length === 0 && /[A-Za-z]/.test(letter)) return `\\${accent}{${letter}}`;
  return `${macro}{${character}}{${codePointLabel(character).slice(1, -1)}}`;
}

/** @returns the definitions that LaTeX with texts escaped here needs before them; '' for none */
export const latexNeeds = (latex: string): string => (latex.includes(macro) ? macroDefinition : '');
