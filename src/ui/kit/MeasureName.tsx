/** The name of a measure of layers; its definition, equation and source appear on hover, focus and touch. */
import { entryName, words } from '../../format/words';
import type { LayerMeasure } from '../../measure/layerMeasures';
import { Hint } from './Hint';
import { Tex } from './Tex';
import classes from './WithTerms.module.css';

export function MeasureName({ measure }: { measure: LayerMeasure }) {
  const definition = words(`layerMeasures.${measure.id}.definition`, measure.definition);
  const label = (
    <>
      {definition}
      <Tex tex={measure.tex} block />
      {words(`layerMeasures.${measure.id}.source`, measure.source)}
    </>
  );
  return (
    <Hint label={label} multiline w={340} explains>
      <button type="button" className={`${classes.term} ${classes.alone}`} aria-description={definition}>
        {entryName('layerMeasures', measure)}
      </button>
    </Hint>
  );
}
