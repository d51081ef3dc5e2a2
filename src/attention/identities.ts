/** What a layer's place, sizes and the probe make of its variant: where it is standard attention by another name, and where its map is fixed. */
import { softmax } from './forms/softmax';
import { type Layer, mixingOf, referenceOf } from './layers';

interface PlacedLayer {
  layer: Layer;
  /** From 0, the bottom layer. */
  place: number;
  /** T, tokens. */
  context: number;
  /** Tokens of the text that its map is shown for; null where none is. */
  probeLength: number | null;
}

type Holds = (placed: PlacedLayer) => boolean;

/** A softmax of the layer's own input, whose keys are within a window; its width. */
function windowOf(layer: Layer): number | null {
  const mixing = mixingOf(layer);
  const isWindow =
    mixing?.source === 'current' && mixing.form === softmax && Number.isFinite(mixing.mask.width);
  return isWindow ? mixing.mask.width : null;
}

/** The input of the bottom layer is the embedding: its own queries and keys and static ones are the same (§3.4). */
function isStaticAtBottom({ layer, place }: PlacedLayer): boolean {
  const mixing = mixingOf(layer);
  return place === 0 && mixing?.source === 'static' && mixing.form === softmax;
}

/** A window of at least T keys hides none of them. */
function isWindowOverAll({ layer, context }: PlacedLayer): boolean {
  const width = windowOf(layer);
  return width !== null && width >= context;
}

/** For every text it is what standard attention is. */
const isStandard: Holds = (placed) =>
  placed.layer.variant === 'standard' || isStaticAtBottom(placed) || isWindowOverAll(placed);

const identities = {
  staticAtBottom: isStaticAtBottom,
  windowOverAll: isWindowOverAll,
  /** A window that is as long as the probe hides none of its keys. */
  windowOverProbe(placed) {
    const { layer, probeLength } = placed;
    const width = windowOf(layer);
    if (width === null || probeLength === null || isStandard(placed)) return false;
    return probeLength > 1 && width >= probeLength;
  },
  /** Weights sum to 1, so one token alone has all of it, whatever they are made from. */
  oneToken(placed) {
    return placed.probeLength === 1 && mixingOf(placed.layer) !== null && !isStandard(placed);
  },
  /** Queries and keys come from a reference row, whatever the text is (§3.3). */
  fixedMap: ({ layer }) => referenceOf(layer) !== null,
} satisfies Record<string, Holds>;

type IdentityId = keyof typeof identities;

/** Returns the identities that hold of a layer where it stands. */
export const identitiesOf = (placed: PlacedLayer): IdentityId[] =>
  (Object.keys(identities) as IdentityId[]).filter((id) => identities[id](placed));
