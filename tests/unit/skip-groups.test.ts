// Which layers are left out together, for the picture of the skip.
import { expect, it } from 'vitest';
import { skipGroups } from '../../src/model/intervention';
import { stack } from '../support/stack';

it('are those that are not standard, and those that are', () => {
  expect(skipGroups(stack('standard', 'mlp', 'standard', 'mlp'))).toEqual([
    { kind: 'others', layers: [1, 3] },
    { kind: 'standard', layers: [0, 2] },
  ]);
  expect(skipGroups(stack('standard', 'standard'))).toEqual([{ kind: 'standard', layers: [0, 1] }]);
  expect(skipGroups(stack('linear'))).toEqual([{ kind: 'others', layers: [0] }]);
});

it('are those of each principle, too, where more than one is relaxed', () => {
  // Approximate and linear relax the form, MLP the mixing.
  expect(skipGroups(stack('approximate', 'mlp', 'standard', 'linear'))).toEqual([
    { kind: 'form', layers: [0, 3] },
    { kind: 'mixing', layers: [1] },
    { kind: 'others', layers: [0, 1, 3] },
    { kind: 'standard', layers: [2] },
  ]);
});
