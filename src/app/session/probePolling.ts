/** Probes the attention of the chosen run as it trains, one probe at a time and not more often than someone can watch. */
import { delay } from 'es-toolkit';
import { probeText } from '../../document/probeText';
import { chosenRun } from '../../document/view';
import type { PageDocument } from '../document/pageDocument';
import { errorMessage } from '../errorMessage';
import type { RunLifecycle } from './runLifecycle';

/** Least time between two probes, in milliseconds. */
const probeInterval = 500;

/**
 * Probes what is loaded, from now on, whenever its weights, the chosen run or the probe text change: at once, and once more
 * after the interval for all changes that come within it. Maps, or why there are none, go to the store of runs. A new text is what
 * the runs are captured with from then on.
 */
export function watchProbe(document: PageDocument, lifecycle: RunLifecycle): void {
  const { runs, client } = lifecycle;
  let polling = false;
  let wanted = false;
  const poll = async () => {
    polling = true;
    for (let { load } = lifecycle; wanted && load; load = lifecycle.load) {
      wanted = false;
      try {
        await load.ready;
        const { experiment } = document.experiment.getState();
        const view = document.view.getState();
        const { id } = chosenRun(experiment.runs, view.runId);
        const text = probeText(experiment, view);
        const attentionProbe = await client.call((lab) => lab.probe.attention(id, text));
        if (load === lifecycle.load) runs.setState({ attentionProbe, attentionProbeError: null });
      } catch (error) {
        if (load === lifecycle.load) runs.setState({ attentionProbeError: errorMessage(error) });
      }
      await delay(probeInterval);
    }
    polling = false;
  };
  const want = () => {
    if (!lifecycle.load) return;
    wanted = true;
    if (!polling) void poll();
  };
  runs.subscribe((now, before) => {
    if (now.curves !== before.curves || now.state !== before.state || now.info !== before.info) want();
  });
  document.view.subscribe((now, before) => {
    const newText = now.probe !== before.probe || now.taskSample !== before.taskSample;
    if (newText && lifecycle.load) void lifecycle.watchText();
    if (newText || now.runId !== before.runId) want();
  });
}
