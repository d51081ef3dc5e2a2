/** Shows what training costs, by run, and what a layer costs, by variant and length (paper Tables 5 to 8), counted and measured. */
import type { PanelProps } from '../panel';
import { CostCurves } from './CostCurves';
import classes from './CostsPanel.module.css';
import { MeasuredCosts } from './MeasuredCosts';
import { RunCosts } from './RunCosts';
import { VariantCosts } from './VariantCosts';

export function CostsPanel({ id, title }: PanelProps) {
  return (
    <section className={classes.panel} aria-label={title} data-testid={id}>
      <RunCosts />
      <VariantCosts />
      <CostCurves />
      <MeasuredCosts />
    </section>
  );
}
