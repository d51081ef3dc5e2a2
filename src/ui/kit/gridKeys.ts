/** Arrow keys move the focus among the buttons of a grid, which is one stop of the Tab key. */
import type { KeyboardEvent } from 'react';

const moves: Partial<Record<string, [row: number, column: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** Handles keys of an element whose buttons have `data-row` and `data-column`. */
export function moveInGrid(event: KeyboardEvent<HTMLElement>): void {
  const move = moves[event.key];
  const { target, currentTarget } = event;
  if (!move || !(target instanceof HTMLElement)) return;
  const { row, column } = target.dataset;
  if (row === undefined || column === undefined) return;
  const inRow = `[data-row="${Number(row) + move[0]}"]`;
  const next =
    currentTarget.querySelector<HTMLElement>(`${inRow}[data-column="${Number(column) + move[1]}"]`) ??
    // A row of fewer cells has the nearest: one that spans all columns, say.
    (move[0] === 0 ? undefined : [...currentTarget.querySelectorAll<HTMLElement>(inRow)].at(-1));
  if (!next) return;
  event.preventDefault();
  for (const button of currentTarget.querySelectorAll<HTMLElement>('[data-row][data-column]'))
    button.tabIndex = button === next ? 0 : -1;
  next.focus();
}
