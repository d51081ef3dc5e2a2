/** Moves the keyboard's focus to a part of the stacks once React has drawn it. */

const focusSoon = (selector: string) =>
  setTimeout(() => document.querySelector<HTMLElement>(selector)?.focus());

/** The chip of a layer, both counted from 0. */
export const focusChip = (run: number, layer: number) => focusSoon(`[data-chip="${run}-${layer}"]`);

/** The button that opens a run's menu. */
export const focusRunMenu = (run: number) => focusSoon(`[data-run-menu="${run}"]`);
