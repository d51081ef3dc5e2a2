/** Explains a variant in a sentence, with its options; what it relaxes, its equation and source unfold. */

import type { ReactNode } from 'react';
import type { Layer } from '../../../attention/layers';
import { mixerParameters } from '../../../attention/parameters';
import { principles } from '../../../attention/principles';
import { variant } from '../../../attention/variants';
import { formatCount } from '../../../format/numbers';
import { useExperiment } from '../../AppContext';
import { Disclosure } from '../../kit/Disclosure';
import { Tex } from '../../kit/Tex';
import classes from './VariantCard.module.css';

/** Shows the card of a layer's variant. @param children the layer's options */
export function VariantCard({ layer, children }: { layer: Layer; children?: ReactNode }) {
  const { model } = useExperiment((e) => e.experiment);
  const shown = variant(layer.variant);
  const { name, summary, tex, citation, cost, principle } = shown;
  const { name: relaxes, meaning } = principles[principle];
  // The sizes of RoPE and the norms' epsilon do not change how many parameters there are.
  const specs = mixerParameters(shown, { ...model, ropeTheta: 0, rmsEps: 0 });
  const size = specs.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
  return (
    <article className={classes.card} aria-label={`About ${name}`}>
      <p>
        <strong>{name}.</strong> {summary}
      </p>
      {children}
      <Disclosure title="Equation and source">
        <Tex tex={tex} block />
        <p className="muted">
          <strong>{principle === 'none' ? relaxes : `Relaxes: ${relaxes.toLowerCase()}`}.</strong> {meaning}
        </p>
        <p className="muted">
          {formatCount(size)} parameters in this layer’s mixer. Time <Tex tex={`O(${cost.timeTex})`} />.
          Source: {citation}.
        </p>
      </Disclosure>
    </article>
  );
}
