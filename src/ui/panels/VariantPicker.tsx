/** The variants by number, and the card of the one in the selected layer. */
import { setVariant } from '../../experiment/edit';
import { useExperiment } from '../../store/experimentStore';
import { useChosenRun, useView } from '../../store/viewStore';
import { type VariantId, variant, variants } from '../../variants';
import { useChipStyle } from './LayerChip';
import classes from './StackPanel.module.css';
import { VariantCard } from './VariantCard';

export function VariantPicker() {
  const run = useChosenRun();
  const layer = Math.min(
    useView((v) => v.layer),
    run.layers.length - 1,
  );
  const update = useExperiment((e) => e.update);
  const current = run.layers[layer] as VariantId;
  return (
    <>
      <p className="muted">
        {run.name}, layer {layer + 1}. Choose with a click or with 1 to {variants.length}:
      </p>
      <fieldset className={classes.picker} style={{ border: 0, padding: 0, marginInline: 0 }}>
        <legend className="visually-hidden">Variant of the selected layer</legend>
        {variants.map(({ id }, i) => (
          <Choice
            key={id}
            id={id}
            number={i + 1}
            chosen={id === current}
            onChoose={() => update(setVariant(run.id, layer, id))}
          />
        ))}
      </fieldset>
      <VariantCard id={current} />
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
      <kbd className={classes.number}>{props.number}</kbd>
      <span className={classes.short}>{variant(props.id).name}</span>
      <span className={classes.pattern} />
    </button>
  );
}
