/** Looks at the maps of the chosen run, one at a time and not more often than someone can watch. */
import { sampleText } from '../../data/vocabulary';
import { chosenRun } from '../../document/view';
import { useExperiment } from '../document/experimentStore';
import { useView } from '../document/viewStore';
import { useRuns } from './runsStore';
import { sentence } from './texts';
import { ask } from './workerClient';

/** How often a look is taken while training, in milliseconds. */
const lookInterval = 500;

/** What the maps are of: the chosen sample of the task, or else the probe text. */
function probeText(): string {
  const { task, seed, model } = useExperiment.getState().experiment;
  const { probe, taskSample } = useView.getState();
  return task ? sampleText(task, model.context, seed, taskSample) : probe;
}

/** @param current what is loaded, if anything, and the promise of its being there */
export function looker<Loaded extends { ready: Promise<void> }>(current: () => Loaded | null): () => void {
  let looking = false;
  let wanted = false;
  const lookWhileWanted = async () => {
    looking = true;
    for (let mine = current(); wanted && mine; mine = current()) {
      wanted = false;
      try {
        await mine.ready;
        const { id } = chosenRun(useExperiment.getState().experiment.runs, useView.getState().runId);
        const probe = probeText();
        const look = await ask((lab) => lab.probe.attention(id, probe));
        if (mine === current()) useRuns.setState({ look, lookError: null });
      } catch (error) {
        if (mine === current()) useRuns.setState({ lookError: sentence(error) });
      }
      await new Promise((resolve) => setTimeout(resolve, lookInterval));
    }
    looking = false;
  };
  /** Takes a look soon. */
  return () => {
    wanted = true;
    if (!looking) void lookWhileWanted();
  };
}
