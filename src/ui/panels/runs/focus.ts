/** Moves the keyboard's focus to a part of the runs. */

/** Focuses the cell of a layer, both counted from 0, or the last of a run with fewer: at once, so that the next key finds it. */
export function focusCell(run: number, layer: number): void {
  const cells = document.querySelectorAll<HTMLElement>(`[data-cell^="${run}-"]`);
  cells[Math.min(layer, cells.length - 1)]?.focus();
}

/** Focuses one that React has yet to draw. */
export const focusNewCell = (run: number, layer: number) => setTimeout(() => focusCell(run, layer));

/** Focuses the button that opens a run's menu, once React has drawn it. */
export const focusRunMenu = (run: number) =>
  setTimeout(() => document.querySelector<HTMLElement>(`[data-run-menu="${run}"]`)?.focus());
