// Names that runs have until someone writes one.
import { expect, it } from 'vitest';
import { variantIds } from '../../src/attention/variants';
import { defaultExperiment } from '../../src/experiment/defaults';
import {
  addLayer,
  addRun,
  duplicateRun,
  placeRun,
  removeLayer,
  renameRun,
  setStack,
  setVariant,
  type Transition,
} from '../../src/experiment/edit';
import { placements } from '../../src/experiment/placements';
import { isMadeName, stackName } from '../../src/experiment/stackNames';
import { stack } from '../support/stack';

const named = (...edits: Transition[]) =>
  edits.reduce((e, edit) => edit(e), defaultExperiment()).runs.map(({ name }) => name);

it.each([
  ['All standard', stack('standard', 'standard')],
  ['All non-approximate', stack('nonApproximate')],
  ['All MLP', stack('mlp', 'mlp')],
  ['All RndEmbQK', stack('rndEmbQK')],
  ['All sliding window', stack('slidingWindow')],
  ['MLP, even', stack('mlp', 'standard', 'mlp', 'standard')],
  ['Mixed: Std, MLP, NonA', stack('standard', 'mlp', 'mlp', 'nonApproximate')],
])('%s', (name, layers) => {
  expect(stackName(layers)).toBe(name);
  for (const made of [name, `${name} 2`, `${name} copy`, `${name} copy 3`])
    expect(isMadeName({ name: made, layers })).toBe(true);
  expect(isMadeName({ name: 'My own', layers })).toBe(false);
});

it('names every placement of every variant', () => {
  for (const variantId of variantIds)
    for (const placement of placements) {
      const [name] = named(placeRun('standard', placement, variantId));
      expect(name).toMatch(/^(All .+|.+, .+)$/);
    }
});

it('follows the stack until someone writes one, and tells runs apart', () => {
  expect(named(setVariant('standard', 1, 'mlp'))[0]).toBe('Mixed: Std, MLP');
  expect(named(setVariant('hybrid', 1, 'nonApproximate'))[2]).toMatch(/^Non-approximate, /);
  expect(named(renameRun('standard', 'Mine'), setVariant('standard', 1, 'mlp'))[0]).toBe('Mine');
  const all = (id: string) => [0, 1, 2, 3].map((layer) => setVariant(id, layer, 'mlp'));
  expect(named(...all('standard'), ...all('relaxed')).slice(0, 2)).toEqual(['All MLP', 'All MLP 2']);
  expect(
    named(
      duplicateRun('standard', () => 'copy'),
      setVariant('copy', 0, 'linear'),
    )[1],
  ).toBe('Mixed: Lin, Std');
  expect(named(addRun)[3]).toBe('New run');
  const changeLast: Transition = (e) => setVariant(e.runs.at(-1)!.id, 3, 'linear')(e);
  expect(named(addRun, changeLast)[3]).not.toBe('New run');
  expect(named(addLayer('standard'))[0]).toBe('All standard');
  expect(named(removeLayer('hybrid', 0))[2]).not.toBe('Interleaved');
  const before = defaultExperiment().runs[0]!;
  expect(named(setVariant('standard', 0, 'mlp'), setStack('standard', before))[0]).toBe('All standard');
});
