/** Words for what a recording was made on. */

/** "the processor (WebAssembly SIMD), engine 1". */
export function recordedOn(
  trainedOn: { adapter: string; engineVersion?: number | undefined } | null,
): string {
  if (!trainedOn) return 'another device';
  const { adapter, engineVersion } = trainedOn;
  return `the processor (${adapter})${engineVersion === undefined ? '' : `, engine ${engineVersion}`}`;
}
