/** What a layer's place and sizes make of its variant: where it is standard attention by another name, and where its map is fixed. */
import { softmax } from './forms/softmax';
import { type Layer, mixingOf, referenceOf } from './layers';

interface PlacedLayer {
  layer: Layer;
  /** From 0, the bottom layer. */
  place: number;
  /** T, tokens. */
  context: number;
}

type Holds = (placed: PlacedLayer) => boolean;

const identities = {
  /** The input of the bottom layer is the embedding: its own queries and keys and static ones are the same (§3.4). */
  staticAtBottom({ layer, place }) {
    const mixing = mixingOf(layer);
    return place === 0 && mixing?.source === 'static' && mixing.form === softmax;
  },
  /** A window of at least T keys hides none of them. */
  windowOverAll({ layer, context }) {
    const mixing = mixingOf(layer);
    if (mixing?.source !== 'current' || mixing.form !== softmax) return false;
    return Number.isFinite(mixing.mask.width) && mixing.mask.width >= context;
  },
  /** Queries and keys come from a reference row, whatever the text is (§3.3). */
  fixedMap: ({ layer }) => referenceOf(layer) !== null,
} satisfies Record<string, Holds>;

type IdentityId = keyof typeof identities;

/** Returns the identities that hold of a layer where it stands. */
export const identitiesOf = (placed: PlacedLayer): IdentityId[] =>
  (Object.keys(identities) as IdentityId[]).filter((id) => identities[id](placed));
