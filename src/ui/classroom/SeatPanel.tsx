/** The seat of a class that the page is: its number, its cell's training, and what is handed in. */
import { lazy, Suspense } from 'react';
import { useSeat } from '../AppContext';
import type { PanelProps } from '../panels/panel';
import classes from './Class.module.css';

const Seat = lazy(() => import('./Seat'));

export function SeatPanel({ id, title }: PanelProps) {
  const open = useSeat((s) => s.open);
  if (!open) return null;
  return (
    <section className={classes.panel} aria-label={title} data-testid={id}>
      <Suspense>
        <Seat />
      </Suspense>
    </section>
  );
}
