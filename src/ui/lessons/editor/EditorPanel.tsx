/** The lesson that is written, beside the page that its steps are made from. */
import { lazy, Suspense } from 'react';
import { useDrafts } from '../../AppContext';
import type { PanelProps } from '../../panels/panel';
import classes from './Editor.module.css';

const Editor = lazy(() => import('./Editor'));

export function EditorPanel({ id, title }: PanelProps) {
  const open = useDrafts((d) => d.openId !== null);
  if (!open) return null;
  return (
    <section className={classes.panel} aria-label={title} data-testid={id}>
      <Suspense>
        <Editor />
      </Suspense>
    </section>
  );
}
