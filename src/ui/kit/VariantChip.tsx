/** Draws a variant as a chip: its principle's colour and pattern, its name or its letters. */
import type { CSSProperties, ReactNode } from 'react';
import { principles } from '../../attention/principles';
import { type VariantId, variant } from '../../attention/variants';
import classes from './chip.module.css';
import { useDark } from './useDark';

const patterns: Record<(typeof principles)[keyof typeof principles]['pattern'], (line: string) => string> = {
  plain: () => 'none',
  dots: (line) => `radial-gradient(${line} 1.2px, transparent 1.6px) 0 0 / 8px 8px`,
  diagonal: (line) => `repeating-linear-gradient(45deg, ${line} 0 1px, transparent 1px 7px)`,
  horizontal: (line) => `repeating-linear-gradient(0deg, ${line} 0 1px, transparent 1px 6px)`,
  cross: (line) =>
    `repeating-linear-gradient(45deg, ${line} 0 1px, transparent 1px 8px), repeating-linear-gradient(-45deg, ${line} 0 1px, transparent 1px 8px)`,
};

/** Returns the colours of a variant's chip, and its pattern as `--chip-pattern`. */
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

/** Returns class and style of a variant's chip, for any element. */
export function useChip(id: VariantId): { className: string; style: CSSProperties } {
  return { className: classes.chip as string, style: useChipStyle(id) };
}

/** Renders what is in a chip. @param number the layer's, or the keys that choose the variant */
export function ChipContent({ number, children }: { number: ReactNode; children: ReactNode }) {
  return (
    <>
      <span className={classes.pattern} />
      <span>
        {/* The space parts the two words that the label is read as; between items of a flex box it would be none. */}
        <span className={classes.number}>{number}</span> <span>{children}</span>
      </span>
    </>
  );
}
