/** Pushes labels apart. */

/**
 * Places labels of one height as near as can be to where each belongs, so that none covers another. Where there is no room for
 * all of them they go beyond the high end.
 * @param wanted the middle of each label, in any order
 * @param gap from one label's middle to the next's, at least
 * @returns the middles, as many and in the same order
 */
export function spread(wanted: readonly number[], gap: number, low: number, high: number): number[] {
  const order = wanted.map((_, i) => i).sort((a, b) => (wanted[a] as number) - (wanted[b] as number));
  // Less what the labels before take, the places must rise: neighbours that do not share the mean of what they want.
  const groups: { sum: number; count: number }[] = [];
  order.forEach((label, place) => {
    let group = { sum: (wanted[label] as number) - place * gap, count: 1 };
    for (
      let last = groups.at(-1);
      last && last.sum / last.count > group.sum / group.count;
      last = groups.at(-1)
    ) {
      groups.pop();
      group = { sum: last.sum + group.sum, count: last.count + group.count };
    }
    groups.push(group);
  });
  const means = groups.flatMap(({ sum, count }) => Array.from({ length: count }, () => sum / count));
  const room = high - (wanted.length - 1) * gap;
  const placed: number[] = [];
  order.forEach((label, place) => {
    placed[label] = Math.max(low, Math.min(room, means[place] as number)) + place * gap;
  });
  return placed;
}
