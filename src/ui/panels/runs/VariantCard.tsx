/** Explains a variant in a sentence, with its options; what it relaxes, its equation and source unfold. */

import type { ReactNode } from 'react';
import type { Layer } from '../../../attention/layers';
import { mixerParameters } from '../../../attention/parameters';
import { variant } from '../../../attention/variants';
import { formatCount } from '../../../format/numbers';
import { words } from '../../../format/words';
import { t } from '../../../i18n/i18n';
import { useExperiment } from '../../AppContext';
import { Disclosure } from '../../kit/Disclosure';
import { principleWords } from '../../kit/principleWords';
import { Sentence } from '../../kit/Sentence';
import { Tex } from '../../kit/Tex';
import classes from './VariantCard.module.css';

/** Shows the card of a layer's variant. @param children the layer's options */
export function VariantCard({ layer, children }: { layer: Layer; children?: ReactNode }) {
  const { model } = useExperiment((e) => e.experiment);
  const shown = variant(layer.variant);
  const { name, tex, citation, cost, principle } = shown;
  const { name: relaxes, meaning } = principleWords(principle);
  // The sizes of RoPE and the norms' epsilon do not change how many parameters there are.
  const specs = mixerParameters(shown, { ...model, ropeTheta: 0, rmsEps: 0 });
  const size = specs.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
  return (
    <article className={classes.card} aria-label={t('runs.variantCard.label', { variant: name })}>
      <p>
        <strong>{t('runs.variantCard.heading', { name })}</strong>{' '}
        {words(`variants.${shown.id}.summary`, shown.summary)}
      </p>
      {children}
      <Disclosure title={t('runs.variantCard.equation')}>
        <Tex tex={tex} block />
        <p className="muted">
          <strong>
            {principle === 'none'
              ? t('runs.variantCard.heading', { name: relaxes })
              : t('runs.variantCard.relaxes', { principle: relaxes })}
          </strong>{' '}
          {meaning}
        </p>
        <p className="muted">
          <Sentence
            id="runs.variantCard.parameters"
            values={{ count: size, parameters: formatCount(size), citation }}
            components={{ cost: <Tex tex={`O{(${cost.timeTex})}`} /> }}
          />
        </p>
      </Disclosure>
    </article>
  );
}
