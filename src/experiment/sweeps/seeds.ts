import type { SweepKind } from './sweep';

/** The runs as they are, for their seeds alone. */
export const seeds: SweepKind = {
  id: 'seeds',
  linkCode: 7,
  name: 'Seeds',
  sentence: 'Trains each run of the experiment at several seeds, to tell luck from difference.',
  parameters: {},
  picture: 'bands',
  variations: ({ runs }) =>
    runs.map(({ name, layers, overrides }, place) => ({
      key: String(place + 1),
      x: place + 1,
      line: null,
      name,
      layers,
      ...(overrides && { overrides }),
    })),
};
