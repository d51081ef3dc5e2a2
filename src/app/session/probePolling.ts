/** Probes the attention of the chosen run, one probe at a time and not more often than someone can watch. */
import { sampleText } from '../../data/vocabulary';
import { chosenRun } from '../../document/view';
import type { PageDocument } from '../document/pageDocument';
import { errorMessage } from '../errorMessage';
import type { RunsStore } from './runsStore';
import type { WorkerClient } from './workerClient';

/** Least time between two probes, in milliseconds. */
const probeInterval = 500;

/** The text that is probed: the chosen sample of the task, or else the view's probe text. */
function probeText({ experiment, view }: PageDocument): string {
  const { task, seed, model } = experiment.getState().experiment;
  const { probe, taskSample } = view.getState();
  return task ? sampleText(task, model.context, seed, taskSample) : probe;
}

/**
 * @param current what is loaded, if anything, and the promise of its being there
 * @returns asks for a probe soon: leading and trailing calls are served, those in between throttled
 */
export function createProbePolling<Loaded extends { ready: Promise<void> }>(
  document: PageDocument,
  runs: RunsStore,
  client: WorkerClient,
  current: () => Loaded | null,
): () => void {
  let polling = false;
  let wanted = false;
  const poll = async () => {
    polling = true;
    for (let mine = current(); wanted && mine; mine = current()) {
      wanted = false;
      try {
        await mine.ready;
        const { experiment } = document.experiment.getState();
        const { id } = chosenRun(experiment.runs, document.view.getState().runId);
        const text = probeText(document);
        const attentionProbe = await client.call((lab) => lab.probe.attention(id, text));
        if (mine === current()) runs.setState({ attentionProbe, attentionProbeError: null });
      } catch (error) {
        if (mine === current()) runs.setState({ attentionProbeError: errorMessage(error) });
      }
      await new Promise((resolve) => setTimeout(resolve, probeInterval));
    }
    polling = false;
  };
  return () => {
    wanted = true;
    if (!polling) void poll();
  };
}
