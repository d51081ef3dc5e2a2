/** Unfolds what most readers need not see at once; its content is made when it is first unfolded. */
import { ChevronRight } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import classes from './Disclosure.module.css';

export function Disclosure({ title, children }: { title: string; children: ReactNode }) {
  const [open, setOpen] = useState(false);
  return (
    <details className={classes.details} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className={classes.summary}>
        <ChevronRight size={16} aria-hidden="true" />
        {title}
      </summary>
      {open && <div className={classes.content}>{children}</div>}
    </details>
  );
}
