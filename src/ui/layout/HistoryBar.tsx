/** Undo and redo, and what the last of them did or the last change was; always in its place, so that nothing moves. */

import { Redo2, Undo2 } from 'lucide-react';
import { t } from '../../i18n/i18n';
import { useHistory } from '../AppContext';
import { redo, undo } from '../actions/pageActions';
import { ActionIconButton } from '../kit/ActionButton';
import classes from './HistoryBar.module.css';

export function HistoryBar() {
  const last = useHistory(({ announcement, past }) => announcement ?? past.at(-1)?.label ?? null);
  const announced = useHistory(
    ({ announcement, past }) => announcement ?? (past.at(-1)?.offersUndo ? past.at(-1)?.label : null),
  );
  const said = last ? last() : t('layout.historyBar.nothingYet');
  return (
    <div className={classes.bar}>
      <ActionIconButton action={undo} icon={Undo2} size="md" />
      <ActionIconButton action={redo} icon={Redo2} size="md" />
      <p className={classes.last} title={said}>
        {said}
      </p>
      {/* Not every change is read out: someone has just made it. */}
      <p className="visually-hidden" role="status" data-testid="history">
        {announced?.()}
      </p>
    </div>
  );
}
