/** Names the curves that a link brought, and hides or shows them. */

import { Button } from '@mantine/core';
import { Eye, EyeOff } from 'lucide-react';
import { useApp, useLink } from '../../AppContext';
import classes from '../../charts/charts.module.css';

export function LinkedCurvesLegend() {
  const { links } = useApp();
  const linkedCurves = useLink((l) => l.linkedCurves);
  const hidden = useLink((l) => l.linkedCurvesHidden);
  if (linkedCurves.length === 0) return null;
  return (
    <div className={classes.linkedCurves} data-testid="linked-curves">
      <svg width={34} height={14} viewBox="0 0 34 14" aria-hidden="true">
        {!hidden && <path d="M1 7H33" stroke="var(--ink-2)" strokeWidth={1.25} opacity={0.6} />}
      </svg>
      <p>{hidden ? 'The curves from the link are hidden.' : 'Faded: the curves that came with the link.'}</p>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={hidden ? <Eye size={16} /> : <EyeOff size={16} />}
        data-testid="toggle-linked-curves"
        onClick={() => links.state.setState({ linkedCurvesHidden: !hidden })}
      >
        {hidden ? 'Show them' : 'Hide them'}
      </Button>
    </div>
  );
}
