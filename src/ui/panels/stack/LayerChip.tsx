/** What a variant looks like: its principle's colour and pattern, its letters. */
import type { CSSProperties } from 'react';
import { principles } from '../../../attention/principles';
import { type VariantId, variant } from '../../../attention/variants';
import { useDark } from '../../kit/useDark';

const patterns: Record<(typeof principles)[keyof typeof principles]['pattern'], (line: string) => string> = {
  plain: () => 'none',
  dots: (line) => `radial-gradient(${line} 1.2px, transparent 1.6px) 0 0 / 8px 8px`,
  diagonal: (line) => `repeating-linear-gradient(45deg, ${line} 0 1px, transparent 1px 7px)`,
  horizontal: (line) => `repeating-linear-gradient(0deg, ${line} 0 1px, transparent 1px 6px)`,
  cross: (line) =>
    `repeating-linear-gradient(45deg, ${line} 0 1px, transparent 1px 8px), repeating-linear-gradient(-45deg, ${line} 0 1px, transparent 1px 8px)`,
};

/** Colours of a chip; the pattern keeps to its right end, away from the letters. */
export function useChipStyle(id: VariantId): CSSProperties {
  const dark = useDark();
  const principle = principles[variant(id).principle];
  const { fill, text, line } = principle[dark ? 'dark' : 'light'];
  return {
    backgroundColor: fill,
    color: text,
    borderColor: line,
    '--chip-pattern': patterns[principle.pattern](line),
  } as CSSProperties;
}
