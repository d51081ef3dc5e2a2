/** Opens the view against the pinned run by itself, once, where seven curves or more lie on one line. */

import { useEffect, useRef } from 'react';
import { totalSteps } from '../../../experiment/schema';
import { t } from '../../../i18n/i18n';
import { useApp, useExperiment, useView } from '../../AppContext';
import { coincide } from '../../charts/differences';
import type { CurvesDrawing } from './useDrawing';

/** At the start every curve is on the line of a guess: so many steps, and so large a part of all, are trained before it is told. */
const leastSteps = 50;
const leastPart = 1 / 5;

export function useAgainstOnce({ runs, drawing, scale, zoom }: CurvesDrawing): void {
  const { history, view } = useApp().document;
  const steps = useExperiment((e) => totalSteps(e.experiment));
  const opened = useView((v) => v.against || v.againstOpened);
  // Undo takes the view's own word for it back, and it is not to open again then.
  const done = useRef(false);
  const { y } = drawing;
  const lines = drawing.lines.filter(({ runId }) => !runs.find(({ id }) => id === runId)?.readOnly);
  const isAsked = !opened && !scale.isAccuracy && zoom.range === null && scale.x.id === 'step';
  const trained = Math.min(...lines.map(({ train }) => train.at(-1)?.x ?? 0));
  const isTold = isAsked && lines.length > 0 && trained >= Math.max(leastSteps, leastPart * steps);
  const opens = isTold && coincide(lines, y);
  useEffect(() => {
    if (!opens || done.current) return;
    done.current = true;
    history.change(
      () => t('curves.drawnAgainst'),
      () => {
        view.getState().set({ against: true, againstOpened: true });
        return true;
      },
      { offersUndo: false },
    );
  }, [opens, history, view]);
}
