/** Renders a panel that collapses under its heading, where it then shows a summary. */
import { ChevronDown } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import classes from './Section.module.css';

interface Props {
  title: string;
  /** Shown beside the heading while the panel is folded. */
  summary?: string;
  testId: string;
  children: ReactNode;
}

export function Section({ title, summary, testId, children }: Props) {
  const [open, setOpen] = useState(true);
  const id = useId();
  return (
    <section className="panel" aria-labelledby={`${id}-title`} data-testid={testId}>
      <div className={classes.head}>
        <h2 id={`${id}-title`} className={classes.title}>
          <button
            type="button"
            className={classes.toggle}
            aria-expanded={open}
            aria-controls={`${id}-body`}
            onClick={() => setOpen(!open)}
          >
            {title}
            <ChevronDown size={20} className={classes.chevron} aria-hidden="true" />
          </button>
        </h2>
        {!open && summary && <p className={classes.summary}>{summary}</p>}
      </div>
      {/* Hidden, not taken away: what was typed and what was written stay. */}
      <div id={`${id}-body`} hidden={!open} className={classes.body}>
        {children}
      </div>
    </section>
  );
}
