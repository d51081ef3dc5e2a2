// @vitest-environment happy-dom
// Formulas of costs break into lines where there is little room, and inside no bracket.
import { screen, waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';
import { layerOf } from '../../../src/attention/layers';
import { variants } from '../../../src/attention/variants';
import { VariantCosts } from '../../../src/ui/panels/costs/VariantCosts';
import { VariantCard } from '../../../src/ui/panels/runs/VariantCard';
import { show, startAnew } from '../../support/page';

startAnew();

it('of the table and of a variant’s card', async () => {
  const user = show(
    <>
      <VariantCosts />
      {variants.map(({ id }) => (
        <VariantCard key={id} layer={layerOf(id)} />
      ))}
    </>,
  );
  for (const summary of screen.getAllByText('Equation and source')) await user.click(summary);
  const inLines = () => [...document.querySelectorAll<HTMLElement>('td .katex-html, p .katex-html')];
  await waitFor(() => expect(inLines()).toHaveLength(5 * variants.length));
  // KaTeX breaks a formula between these alone.
  const parts = inLines().flatMap((formula) => [...formula.querySelectorAll('.katex-base')]);
  expect(parts.length).toBeGreaterThan(inLines().length);
  for (const { textContent } of parts)
    expect(textContent?.split('(').length, textContent ?? '').toBe(textContent?.split(')').length);
});
