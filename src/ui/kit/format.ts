/** Numbers as a reader wants them. */

export const count = (n: number): string => n.toLocaleString('en');

/** 0.5 as 50.0%. */
export const percent = (share: number): string => `${(100 * share).toFixed(1)}%`;

/** 1234567 as 1.23 M. */
export function compact(n: number): string {
  const units = ['', ' k', ' M', ' G', ' T'];
  let unit = 0;
  let value = n;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 ? Math.round(value) : value.toPrecision(3)}${units[unit]}`;
}

export function bytes(n: number): string {
  return n < 1024
    ? `${Math.round(n)} B`
    : n < 1024 ** 2
      ? `${(n / 1024).toPrecision(3)} KiB`
      : `${(n / 1024 ** 2).toPrecision(3)} MiB`;
}

/** How much of a whole is done: 512 KiB of 1.14 MiB, 300 of 2,048 tokens. */
export const amount = (done: number, total: number, unit: 'bytes' | 'tokens'): string =>
  unit === 'bytes' ? `${bytes(done)} of ${bytes(total)}` : `${count(done)} of ${count(total)} tokens`;

export function duration(seconds: number): string {
  if (seconds < 1) return 'under 1 s';
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes} min ${Math.round(seconds % 60)} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
