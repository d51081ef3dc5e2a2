/** Names a table's row of several seeds, and opens it to a row for each of them. */
import { ChevronDown, ChevronRight } from 'lucide-react';
import { Isolated } from './Isolated';
import classes from './SeedsToggle.module.css';

interface Props {
  name: string;
  open: boolean;
  onToggle(): void;
  testId: string;
}

export function SeedsToggle({ name, open, onToggle, testId }: Props) {
  const Chevron = open ? ChevronDown : ChevronRight;
  return (
    <button
      type="button"
      className={classes.toggle}
      aria-expanded={open}
      data-testid={testId}
      onClick={onToggle}
    >
      <Chevron size={14} aria-hidden="true" /> <Isolated text={name} />
    </button>
  );
}
