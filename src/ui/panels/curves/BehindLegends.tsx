/** Name the curves behind those of the runs, of a link or of a recording, and hide or show them. */

import { Button } from '@mantine/core';
import { Eye, EyeOff } from 'lucide-react';
import { t } from '../../../i18n/i18n';
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
      text={t(hidden ? 'curves.behind.linkedHidden' : 'curves.behind.linked')}
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
      text={t(hidden ? 'curves.behind.racedHidden' : 'curves.behind.raced')}
      hidden={hidden}
      onToggle={() => session.race.state.setState({ hidden: !hidden })}
    />
  );
}

interface Props {
  testId: string;
  /** Says which curves are faded, or hidden. */
  text: string;
  hidden: boolean;
  onToggle(): void;
}

function BehindLegend({ testId, text, hidden, onToggle }: Props) {
  return (
    <div className={classes.linkedCurves} data-testid={testId}>
      <svg width={34} height={14} viewBox="0 0 34 14" aria-hidden="true">
        {!hidden && <path d="M1 7H33" stroke="var(--ink-2)" strokeWidth={1.25} opacity={0.6} />}
      </svg>
      <p>{text}</p>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={hidden ? <Eye size={16} /> : <EyeOff size={16} />}
        data-testid={`toggle-${testId}`}
        onClick={onToggle}
      >
        {t(hidden ? 'curves.behind.show' : 'curves.behind.hide')}
      </Button>
    </div>
  );
}
