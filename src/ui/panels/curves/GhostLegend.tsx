/** Says what the thin lines are, and hides them. */
import { Button } from '@mantine/core';
import { Eye, EyeOff } from 'lucide-react';
import { useLink } from '../../../app/links/openLink';
import classes from '../../charts/charts.module.css';

export function GhostLegend() {
  const ghosts = useLink((l) => l.ghosts);
  const hidden = useLink((l) => l.ghostsHidden);
  if (ghosts.length === 0) return null;
  return (
    <div className={classes.ghosts} data-testid="ghosts">
      <svg width={34} height={14} viewBox="0 0 34 14" aria-hidden="true">
        {!hidden && <path d="M1 7H33" stroke="var(--ink-2)" strokeWidth={1.25} opacity={0.6} />}
      </svg>
      <p>{hidden ? 'The curves from the link are hidden.' : 'Thin and faded: the curves from the link.'}</p>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={hidden ? <Eye size={16} /> : <EyeOff size={16} />}
        data-testid="toggle-ghosts"
        onClick={() => useLink.setState({ ghostsHidden: !hidden })}
      >
        {hidden ? 'Show them' : 'Hide them'}
      </Button>
    </div>
  );
}
