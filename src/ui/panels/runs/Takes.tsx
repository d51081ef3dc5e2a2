/** Lists the takes: how the runs were trained with other shared settings, each a click away with its curves and results. */
import { Tooltip } from '@mantine/core';
import { useMemo } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import { archiveBytes } from '../../../app/session/resultsArchive';
import { type RunVersion, runVersions } from '../../../app/session/runVersions';
import { formatBytes } from '../../../format/bytes';
import { formatCount } from '../../../format/numbers';
import { useApp, useExperiment } from '../../AppContext';
import classes from './Takes.module.css';

export function Takes() {
  const { document, session } = useApp();
  const { archived, isFull } = useStore(session.edits.archive.state);
  const now = useExperiment(useShallow(({ experiment, ownText }) => ({ experiment, ownText })));
  const versions = useMemo(() => runVersions(archived, now), [archived, now]);
  if (versions.length === 0) return null;
  const returnTo = ({ edited, difference }: RunVersion) =>
    document.history.change(
      `Returned to the take with ${difference.join(', ')}.`,
      () => {
        document.experiment.setState({ ...edited, error: null });
        return true;
      },
      { offersUndo: false },
    );
  return (
    <ul className={classes.takes} aria-label="Takes" data-testid="takes">
      <li className="muted">Takes</li>
      {versions.map((version, i) => {
        const words = version.difference.join(', ');
        return (
          <Tooltip
            key={words}
            label={`Return to the take with ${words}: it was trained to step ${formatCount(version.step)}`}
            multiline
            maw={280}
          >
            <li className={classes.item}>
              <button
                type="button"
                className={classes.take}
                data-testid={`take-${i}`}
                onClick={() => returnTo(version)}
              >
                {words}
              </button>
            </li>
          </Tooltip>
        );
      })}
      <li className={classes.now} aria-current="true">
        now
      </li>
      {isFull && (
        <li className="muted">
          The oldest results were let go: {formatBytes(archiveBytes)} of earlier ones are held.
        </li>
      )}
    </ul>
  );
}
