/** Arrow keys move the focus among the buttons of a grid, which is one stop of the Tab key. See `useGridStop`. */
import { minBy } from 'es-toolkit';
import type { KeyboardEvent } from 'react';

const moves: Partial<Record<string, [row: number, column: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** Handles keys of an element whose buttons have `data-row` and `data-column`; places without a button are passed over. */
export function moveInGrid(event: KeyboardEvent<HTMLElement>): void {
  const move = moves[event.key];
  const { target, currentTarget } = event;
  if (!move || !(target instanceof HTMLElement) || target.dataset.row === undefined) return;
  const buttons = [...currentTarget.querySelectorAll<HTMLElement>('[data-row][data-column]')];
  const [row, column] = placeOf(target);
  /** How many places on along the move. */
  const ahead = (button: HTMLElement) =>
    (placeOf(button)[0] - row) * move[0] + (placeOf(button)[1] - column) * move[1];
  const others = buttons.filter((button) => ahead(button) > 0);
  const inLine = others.filter((button) =>
    move[0] === 0 ? placeOf(button)[0] === row : placeOf(button)[1] === column,
  );
  // Where no row has a cell of the column, one that spans all columns may be next.
  const next = minBy(inLine.length > 0 || move[0] === 0 ? inLine : others, ahead);
  if (!next) return;
  event.preventDefault();
  next.focus();
}

const placeOf = ({ dataset }: HTMLElement) => [Number(dataset.row), Number(dataset.column)] as const;
