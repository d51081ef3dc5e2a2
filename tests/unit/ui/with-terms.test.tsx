// @vitest-environment happy-dom
// Words that open their meaning where they stand.
import { screen } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { terms } from '../../../src/ui/kit/terms';
import { WithTerms } from '../../../src/ui/kit/WithTerms';
import { show, startAnew } from '../../support/page';

startAnew();

it('opens the meaning of each term of a sentence, which reads as before', async () => {
  const text = 'Perplexity of held-out text; heads ahead, nats.';
  const user = show(
    <p data-testid="sentence">
      <WithTerms text={text} />
    </p>,
  );
  expect(screen.getByTestId('sentence').textContent).toBe(text);
  expect(screen.getAllByRole('button').map(({ textContent }) => textContent)).toEqual([
    'Perplexity',
    'held-out',
    'heads',
    'nats',
  ]);
  // React tells of elements that have no place in a paragraph.
  const warned = vi.spyOn(console, 'error');
  await user.hover(screen.getByRole('button', { name: 'nats' }));
  expect(await screen.findByRole('tooltip')).toHaveProperty(
    'textContent',
    terms.find(({ word }) => word() === 'nats')?.meaning(),
  );
  expect(warned).not.toHaveBeenCalled();
});
