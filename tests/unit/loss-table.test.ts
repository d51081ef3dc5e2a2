// The table of losses: its rows best first, which the view remembers as every field of its registry.
import { expect, it } from 'vitest';
import { decodeLink, encodeLink } from '../../src/document/link/link';
import { defaultView } from '../../src/document/view';
import { defaultExperiment } from '../../src/experiment/defaults';
import { ranked } from '../../src/ui/panels/curves/LossTable';

it('has the lowest loss or the highest accuracy first, runs without one last', () => {
  expect(ranked([2.5, null, 1.5, 2.5], 'lowest')).toEqual([2, 0, 3, 1]);
  expect(ranked([0.5, 0, null, 1, null], 'highest')).toEqual([3, 0, 1, 2, 4]);
  expect(ranked([], 'lowest')).toEqual([]);
});

it('goes with a link, and adds nothing to one that has the runs in their order', () => {
  const parts = { experiment: defaultExperiment(), text: null, curves: null };
  const plain = encodeLink({ ...parts, view: defaultView });
  const link = encodeLink({ ...parts, view: { ...defaultView, bestFirst: true } });
  expect(plain.length).toBe(81);
  expect(link.length).toBeLessThan(plain.length + 12);
  expect(decodeLink(link)).toMatchObject({ ok: true, warnings: [], shared: { view: { bestFirst: true } } });
});
