/** Moves the keyboard's focus to a part of the runs. */

import { flushSync } from 'react-dom';

/** Focuses the cell of a layer, both counted from 0, or the last of a run with fewer: at once, so that the next key finds it. */
export function focusCell(run: number, layer: number): void {
  const cells = cellsOf(run);
  cells[Math.min(layer, cells.length - 1)]?.focus();
}

/** Focuses the cell of a layer in the row above (-1) or below (1), as the rows are listed: those of a closed group are not. */
export function focusCellBeside(run: number, layer: number, direction: number): void {
  const listed = [...document.querySelectorAll<HTMLElement>('[data-cell$="-0"]')].map(({ dataset }) =>
    Number.parseInt(dataset.cell ?? '', 10),
  );
  const next = listed[listed.indexOf(run) + direction];
  if (next !== undefined) focusCell(next, layer);
}

const cellsOf = (run: number) => document.querySelectorAll<HTMLElement>(`[data-cell^="${run}-"]`);

/** Focuses a cell that React has yet to draw of what was just changed: draws it now, as the next key may come at once. */
export function focusNewCell(run: number, layer: number): void {
  flushSync(() => {});
  focusCell(run, layer);
}

/** Focuses the button that opens a run's menu, once the menu has closed and given the focus back. */
export const focusRunMenu = (run: number) =>
  setTimeout(() => document.querySelector<HTMLElement>(`[data-run-menu="${run}"]`)?.focus());
