/** Picks the variant of the chosen layer, grouped by the principle that it relaxes, and explains it. */

import { useMediaQuery } from '@mantine/hooks';
import { LayoutGrid } from 'lucide-react';
import type { Layer } from '../../../attention/layers';
import { principles } from '../../../attention/principles';
import type { PrincipleId } from '../../../attention/variant';
import { variant } from '../../../attention/variants';
import { setLayerOption } from '../../../experiment/edit';
import { t } from '../../../i18n/i18n';
import { useChosenLayer, useChosenRun, useExperiment } from '../../AppContext';
import { placement, variantActions } from '../../actions/stackActions';
import { ActionButton } from '../../kit/ActionButton';
import { Isolated } from '../../kit/Isolated';
import { principleWords } from '../../kit/principleWords';
import { Sentence } from '../../kit/Sentence';
import { useAction } from '../../kit/useAction';
import { ChipContent, useChip } from '../../kit/VariantChip';
import classes from './ChosenLayer.module.css';
import { LayerIdentities } from './LayerIdentities';
import { LayerOptions } from './LayerOptions';
import { VariantCard } from './VariantCard';

/** Each principle with the variants that relax it: the picker is the legend of the colours too. */
const groups = (Object.keys(principles) as PrincipleId[]).map((principle) => ({
  principle,
  choices: variantActions.filter(({ variantId }) => variant(variantId).principle === principle),
}));

export function ChosenLayer() {
  const run = useChosenRun();
  const layer = useChosenLayer();
  const context = useExperiment((e) => e.experiment.model.context);
  const apply = useExperiment((e) => e.apply);
  const current = run.layers[layer] as Layer;
  return (
    <section className={classes.chosen} aria-label={t('runs.chosenLayer.label')}>
      <div className={classes.head}>
        <h2>
          <Sentence
            id="runs.chosenLayer.heading"
            values={{ layer: layer + 1 }}
            components={{ run: <Isolated text={run.name} /> }}
          />
        </h2>
        <ActionButton action={placement} icon={LayoutGrid} iconSize={16} size="xs" variant="default" />
      </div>
      <fieldset className={classes.picker}>
        <legend className="visually-hidden">{t('runs.chosenLayer.variant')}</legend>
        {groups.map(({ principle, choices }) => (
          <div key={principle} className={classes.group}>
            <span className={classes.principle}>{principleWords(principle).name}</span>
            <div className={classes.choices}>
              {choices.map((action) => (
                <Choice key={action.id} action={action} chosen={action.variantId === current.variant} />
              ))}
            </div>
          </div>
        ))}
      </fieldset>
      <VariantCard layer={current}>
        <LayerIdentities layer={current} place={layer} />
        <LayerOptions
          variant={current.variant}
          key={`${run.id} ${layer}`}
          options={variant(current.variant).options}
          values={current}
          context={context}
          onChange={(option, value) => apply(setLayerOption(run.id, layer, option, value))}
        />
      </VariantCard>
    </section>
  );
}

function Choice({ action, chosen }: { action: (typeof variantActions)[number]; chosen: boolean }) {
  const { className, style } = useChip(action.variantId);
  // Without a keyboard its keys tell nothing.
  const byTouch = useMediaQuery('(pointer: coarse)');
  return (
    <button
      type="button"
      className={`${className} ${classes.choice}`}
      style={style}
      aria-pressed={chosen}
      data-testid={action.id}
      {...useAction(action)}
    >
      <ChipContent number={byTouch ? null : action.keys[0]?.replaceAll(' ', '')}>
        {variant(action.variantId).name}
      </ChipContent>
    </button>
  );
}
