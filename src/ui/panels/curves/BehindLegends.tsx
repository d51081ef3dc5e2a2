/** Name the curves behind those of the runs, of a link or of a recording, and hide or show them. */

import { Button } from '@mantine/core';
import { Eye, EyeOff } from 'lucide-react';
import { useApp, useLink, useRace } from '../../AppContext';
import classes from '../../charts/charts.module.css';

export function LinkedCurvesLegend() {
  const { links } = useApp();
  const linkedCurves = useLink((l) => l.linkedCurves);
  const hidden = useLink((l) => l.linkedCurvesHidden);
  if (linkedCurves.length === 0) return null;
  return (
    <BehindLegend
      testId="linked-curves"
      what="the curves that came with the link"
      hidden={hidden}
      onToggle={() => links.state.setState({ linkedCurvesHidden: !hidden })}
    />
  );
}

/** Of the recording that the runs are trained against. */
export function RacedCurvesLegend() {
  const { session } = useApp();
  const { raced, hidden } = useRace();
  if (!raced) return null;
  return (
    <BehindLegend
      testId="raced-curves"
      what="the curves of the recording"
      hidden={hidden}
      onToggle={() => session.race.state.setState({ hidden: !hidden })}
    />
  );
}

interface Props {
  testId: string;
  /** "the curves from the link" */
  what: string;
  hidden: boolean;
  onToggle(): void;
}

function BehindLegend({ testId, what, hidden, onToggle }: Props) {
  return (
    <div className={classes.linkedCurves} data-testid={testId}>
      <svg width={34} height={14} viewBox="0 0 34 14" aria-hidden="true">
        {!hidden && <path d="M1 7H33" stroke="var(--ink-2)" strokeWidth={1.25} opacity={0.6} />}
      </svg>
      <p>{hidden ? `T${what.slice(1)} are hidden.` : `Faded: ${what}.`}</p>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={hidden ? <Eye size={16} /> : <EyeOff size={16} />}
        data-testid={`toggle-${testId}`}
        onClick={onToggle}
      >
        {hidden ? 'Show them' : 'Hide them'}
      </Button>
    </div>
  );
}
