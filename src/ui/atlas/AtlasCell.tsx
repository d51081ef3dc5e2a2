/** A cell of the atlas: the answer for a stack on a task, a button that opens its experiment. */
import { useRef } from 'react';
import type { Result } from '../../atlas/results';
import { t } from '../../i18n/i18n';
import type { GridPlace } from '../kit/useGridStop';
import classes from './Atlas.module.css';
import type { Answer } from './questions';
import { stackLabel } from './stackLabel';

export interface CellActions {
  isShown(result: Result): boolean;
  show(result: Result): void;
  open(result: Result): void;
}

interface Props {
  result: Result;
  answer: Answer | null;
  isDifference: boolean;
  /** What a screen reader says first. */
  label: string;
  place: GridPlace;
  tabIndex: number;
  actions: CellActions;
}

export function AtlasCell({ result, answer, isDifference, label, place, tabIndex, actions }: Props) {
  const isFirstTouch = useRef(false);
  const { runs } = result;
  const note = runs.length === 0 ? '' : noteOf(result, answer);
  return (
    <button
      type="button"
      className={classes.cell}
      data-level={answer && (isDifference ? `d${answer.level}` : answer.level)}
      data-row={place[0]}
      data-column={place[1]}
      data-testid={`atlas-${result.subject}-${result.stack}`}
      tabIndex={tabIndex}
      aria-current={actions.isShown(result)}
      aria-disabled={runs.length === 0}
      onMouseEnter={() => actions.show(result)}
      onFocus={() => actions.show(result)}
      // On a touch screen, which has no hover, the first touch shows the cell and the second opens it.
      onPointerDown={({ pointerType }) => {
        isFirstTouch.current = pointerType === 'touch' && !actions.isShown(result);
      }}
      onClick={() => {
        if (isFirstTouch.current || runs.length === 0) actions.show(result);
        else actions.open(result);
      }}
    >
      <span className="visually-hidden">{label} </span>
      {answer?.text ?? t('atlas.empty')} <small>{note}</small>
    </button>
  );
}

/** What stands below the answer: its error, or what there is to know of it instead. */
function noteOf({ sameAs, runs }: Result, answer: Answer | null): string {
  if (sameAs !== null) return t('atlas.same', { stack: stackLabel(sameAs) });
  if (answer?.error) return t('atlas.withError', { error: answer.error });
  return runs.length === 1 ? t('atlas.oneSeed') : '';
}
