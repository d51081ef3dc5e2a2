/** Bytes for a reader, in powers of 1,024 and by their names (IEC 80000-13), as the lab's limits are such. */
import { numberWords } from './language';
import { formatCount, formatRounded } from './numbers';

const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

/** @returns at most three digits and a unit, as 1.14 MiB or 20 MiB; from 1,000 to 1,023 four, as 1,023 KiB */
export function formatBytes(bytes: number): string {
  if (!Number.isFinite(bytes)) return `${formatCount(bytes)} B`;
  let value = bytes;
  let unit = 0;
  // What rounds to 1,024 of a unit is one of the next.
  while (Math.round(Math.abs(value)) >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  const whole = unit === 0 || Math.abs(value) >= 999.5;
  return `${whole ? formatCount(Math.round(value)) : formatRounded(value, 3)} ${units[unit]}`;
}

/** How much of a whole is done: 512 KiB of 1.14 MiB, 300 of 2,048 tokens. */
export function formatAmount(done: number, total: number, unit: 'bytes' | 'tokens'): string {
  return unit === 'bytes'
    ? numberWords().part(formatBytes(done), formatBytes(total))
    : numberWords().partOfTokens(formatCount(done), formatCount(total));
}
