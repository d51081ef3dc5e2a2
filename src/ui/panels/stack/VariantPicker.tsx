/** The variants by number and by the principle they relax, for the selected layer, and the card of the one in it. */
import { Button } from '@mantine/core';
import { LayoutGrid } from 'lucide-react';
import { useExperiment } from '../../../app/document/experimentStore';
import { useChosenLayer, useChosenRun, useView } from '../../../app/document/viewStore';
import type { Layer } from '../../../attention/layers';
import { principles } from '../../../attention/principles';
import type { PrincipleId } from '../../../attention/types';
import { type VariantId, variant, variants } from '../../../attention/variants';
import { setVariant } from '../../../experiment/edit';
import { useChipStyle } from './LayerChip';
import classes from './StackPanel.module.css';
import { VariantCard } from './VariantCard';

const numbered = variants.map(({ id, principle }, i) => ({ id, principle, number: i + 1 }));

/** Each principle with the variants that relax it: the picker is the legend of the colours too. */
const groups = (Object.keys(principles) as PrincipleId[]).map((principle) => ({
  name: principles[principle].name,
  choices: numbered.filter((v) => v.principle === principle),
}));

export function VariantPicker() {
  const run = useChosenRun();
  const layer = useChosenLayer();
  const update = useExperiment((e) => e.update);
  const set = useView((v) => v.set);
  const current = run.layers[layer] as Layer;
  return (
    <>
      <div className={classes.selection}>
        <h3>
          {run.name}, layer {layer + 1}
        </h3>
        <Button
          size="xs"
          variant="default"
          leftSection={<LayoutGrid size={16} />}
          onClick={() => set({ dialog: { kind: 'place', runId: run.id } })}
        >
          Placement…
        </Button>
      </div>
      <fieldset className={classes.picker}>
        <legend className="visually-hidden">Variant of the selected layer</legend>
        {groups.map(({ name, choices }) => (
          <div key={name} className={classes.group}>
            <span className={classes.principle}>{name}</span>
            {choices.map(({ id, number }) => (
              <Choice
                key={id}
                id={id}
                number={number}
                chosen={id === current.variant}
                onChoose={() => update(setVariant(run.id, layer, id))}
              />
            ))}
          </div>
        ))}
      </fieldset>
      <VariantCard layer={current} />
    </>
  );
}

function Choice(props: { id: VariantId; number: number; chosen: boolean; onChoose: () => void }) {
  return (
    <button
      type="button"
      className={classes.chip}
      style={useChipStyle(props.id)}
      aria-pressed={props.chosen}
      data-testid={`variant-${props.id}`}
      onClick={props.onChoose}
    >
      <span className={classes.pattern} />
      <span className={classes.number}>{props.number}</span>
      <span>{variant(props.id).name}</span>
    </button>
  );
}
