/** Shows what training costs, by run, and what a layer costs, by variant (paper Tables 5 to 8), at the present sizes. */
import type { PanelProps } from '../panel';
import classes from './CostsPanel.module.css';
import { RunCosts } from './RunCosts';
import { VariantCosts } from './VariantCosts';

export function CostsPanel({ id, title }: PanelProps) {
  return (
    <section className={classes.panel} aria-label={title} data-testid={id}>
      <RunCosts />
      <VariantCosts />
    </section>
  );
}
