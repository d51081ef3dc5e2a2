/** Moves the keyboard's focus to a part of the stacks. */

const focus = (selector: string) => document.querySelector<HTMLElement>(selector)?.focus();
const chip = (run: number, layer: number) => `[data-chip="${run}-${layer}"]`;

/** Focuses the chip of a layer, both counted from 0: at once, so that the next key already finds it. */
export const focusChip = (run: number, layer: number) => focus(chip(run, layer));

/** Focuses one that React has yet to draw. */
export const focusNewChip = (run: number, layer: number) => setTimeout(() => focus(chip(run, layer)));

/** Focuses the button that opens a run's menu, once React has drawn it. */
export const focusRunMenu = (run: number) => setTimeout(() => focus(`[data-run-menu="${run}"]`));
