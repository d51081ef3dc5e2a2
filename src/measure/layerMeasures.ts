/**
 * The registry of what every capture measures of each layer, over layers and over the training: the paper's indicators (§4.4), how large
 * scores are before the softmax (Fig. 2), and what the step before the capture did.
 */
import { formatFixed, formatMagnitude } from '../format/numbers';
import { words } from '../format/words';
import type { LayerProbe } from './capture';
import type { Indicators } from './indicators';

/** What a probe found of one layer, without its map. */
export type MeasuredLayer = Omit<LayerProbe, 'map'>;

/** An entry of the registry. */
export interface LayerMeasure {
  id: string;
  name: string;
  /** TeX: A is the map of a head h of H, i a query and j a key from 1 to T, s a score, θ the layer's parameters. */
  tex: string;
  /** What it measures, in plain words. */
  definition: string;
  /** Paper and section. */
  source: string;
  /** Of its axis: a share goes from 0 to 1, `linear` begins at 0, `log` has decades. */
  scale: 'share' | 'linear' | 'log';
  /** Whether it is of the layer's map, which a layer that mixes no tokens lacks. */
  ofMap: boolean;
  /** How it stands on a radar (Fig. 1): in so few letters, so many times as large (footnote 3); missing where it does not. */
  spoke?: { short: string; times: number };
  /** @returns null where it was not measured */
  of(layer: MeasuredLayer): number | null;
  /** The same as it is before it is normalised; missing where `of` is that. */
  raw?: {
    /** Of a column. */
    id: string;
    of(layer: MeasuredLayer): number | null;
    /** For the reader, with its unit. */
    write(value: number): string;
  };
}

const indicator =
  (id: keyof Indicators): LayerMeasure['of'] =>
  ({ indicators }) =>
    indicators?.[id] ?? null;

/** Local focus on the token so many before. */
const focus = (back: 0 | 1 | 2 | 3, name: string, definition: string): LayerMeasure => ({
  id: `focus${back}`,
  name,
  tex: String.raw`\frac{1}{H}\sum_{h}\frac{1}{T${back ? `-${back}` : ''}}\sum_{i>${back}}A^{h}_{i,i${back ? `-${back}` : ''}}`,
  definition,
  source: 'The paper (arXiv 2510.11602), §4.4: local focus',
  scale: 'share',
  ofMap: true,
  spoke: { short: `LF ${back}`, times: 2 },
  of: indicator(`localFocus${back}`),
});

export const layerMeasures: readonly LayerMeasure[] = [
  {
    id: 'entropy',
    name: 'Entropy',
    tex: String.raw`-\frac{1}{H}\sum_{h}\sum_{i\ge j}A^{h}_{ij}\ln A^{h}_{ij}\;\Big/\;\sum_{i=1}^{T}\ln i`,
    definition: 'How spread the weights are: 0 is all on one token, 1 is even.',
    source: 'The paper (arXiv 2510.11602), §4.4; here over its range',
    scale: 'share',
    ofMap: true,
    spoke: { short: 'Entropy', times: 1 },
    of: indicator('entropyNormalised'),
    raw: {
      id: 'entropyNats',
      of: indicator('entropy'),
      write: (value) =>
        words('layerMeasures.entropy.raw', '{{entropy}} nats', { entropy: formatFixed(value, 1) }),
    },
  },
  {
    id: 'concentration',
    name: 'Concentration',
    tex: String.raw`\frac{\frac{1}{H}\sum_{h}\lVert A^{h}\rVert_F-\sqrt{\sum_{i}1/i}}{\sqrt{T}-\sqrt{\sum_{i}1/i}}`,
    definition: 'How concentrated the weights are: 0 is even, 1 is all on one token.',
    source: 'The paper (arXiv 2510.11602), §4.4: Frobenius norm; here over its range',
    scale: 'share',
    ofMap: true,
    spoke: { short: 'Concentr.', times: 1 },
    of: indicator('concentrationNormalised'),
    raw: {
      id: 'concentrationNorm',
      of: indicator('concentration'),
      write: (value) => formatFixed(value, 2),
    },
  },
  {
    id: 'headDiversity',
    name: 'Head diversity',
    tex: String.raw`\frac{2}{T(T+1)}\sum_{i\ge j}\sqrt{\frac{1}{H}\sum_{h}\bigl(A^{h}_{ij}-\bar A_{ij}\bigr)^2}`,
    definition: 'How far the heads’ maps differ: 0 is all the same.',
    source: 'The paper (arXiv 2510.11602), §4.4',
    scale: 'linear',
    ofMap: true,
    of: indicator('headDiversity'),
  },
  {
    id: 'sink',
    name: 'Sink',
    tex: String.raw`\frac{1}{HT}\sum_{h}\sum_{i}A^{h}_{i1}`,
    definition: 'Mean weight on the first token.',
    source: 'The paper (arXiv 2510.11602), §4.4',
    scale: 'share',
    ofMap: true,
    spoke: { short: 'Sink', times: 1 },
    of: indicator('sink'),
  },
  focus(0, 'Local focus', 'Mean weight on the token itself.'),
  focus(1, 'Local focus, 1 back', 'Mean weight on the token before.'),
  focus(2, 'Local focus, 2 back', 'Mean weight on the token two before.'),
  focus(3, 'Local focus, 3 back', 'Mean weight on the token three before.'),
  {
    id: 'largestScore',
    name: 'Largest score',
    tex: String.raw`\max_{h,\,i\ge j}\,\lvert s^{h}_{ij}\rvert`,
    definition: 'Largest absolute score before the softmax. Very large scores make training unstable.',
    source: 'The paper (arXiv 2510.11602), Fig. 2',
    scale: 'log',
    ofMap: true,
    of: ({ scores }) => scores?.largest ?? null,
  },
  {
    id: 'gradNorm',
    name: 'Gradient norm',
    tex: String.raw`\lVert\nabla_{\theta}\mathcal{L}\rVert_2`,
    definition: 'Length of the gradient of the layer’s own parameters, before clipping, at the step before.',
    source: 'The lab’s own',
    scale: 'log',
    ofMap: false,
    of: ({ step }) => step?.gradNorm ?? null,
  },
  {
    id: 'update',
    name: 'Update size',
    tex: String.raw`\lVert\Delta\theta\rVert_2\,/\,\lVert\theta\rVert_2`,
    definition: 'How far the step before moved the layer’s own parameters, as a share of their length.',
    source: 'The lab’s own',
    scale: 'log',
    ofMap: false,
    of: ({ step }) => (step ? step.update / step.weights : null),
    raw: { id: 'updateNorm', of: ({ step }) => step?.update ?? null, write: formatMagnitude },
  },
];
