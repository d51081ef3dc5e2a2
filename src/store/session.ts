/** Joins the stores to the worker: the only code of the page that calls it. */
import type { Experiment } from '../experiment/schema';
import { connectLab, type LabConnection, proxy } from '../runtime/client';
import type { GenerateRequest, OwnText } from '../runtime/protocol';
import { useExperiment } from './experimentStore';
import { useRuns } from './runsStore';
import { chosenRun, useView } from './viewStore';

/** How often a look is taken while training, in milliseconds. */
const lookInterval = 500;
/** How long to wait for further edits before a running training starts again. */
const restartDelay = 300;

let connection: LabConnection | null = null;
/** What the worker holds, or null. */
let loaded: { experiment: Experiment; ownText: OwnText | null } | null = null;
let loading: Promise<void> | null = null;
let looking = false;
let lookWanted = false;
let restart: ReturnType<typeof setTimeout> | undefined;

const fail = (error: unknown) =>
  useRuns.setState({
    state: 'failed',
    message: error instanceof Error ? error.message : String(error),
    preparing: null,
  });

function lab() {
  connection ??= connectLab((message) => fail(message));
  return connection.lab;
}

async function ensureLoaded(): Promise<void> {
  const { experiment, ownText } = useExperiment.getState();
  if (loaded?.experiment === experiment && loaded.ownText === ownText) return loading ?? undefined;
  loaded = { experiment, ownText };
  useRuns.getState().clear();
  const mine = loaded;
  loading = lab()
    .load(
      experiment,
      ownText,
      proxy((event) => {
        // What an experiment that is no longer loaded still has to say does not belong to this one.
        if (mine !== loaded) return;
        useRuns.getState().handle(event);
        if (event.type === 'losses' || (event.type === 'state' && event.state !== 'loading')) wantLook();
      }),
    )
    .then((info) => {
      if (mine === loaded) useRuns.setState({ info });
    });
  try {
    await loading;
  } catch (error) {
    if (mine === loaded) loaded = null;
    throw error;
  } finally {
    loading = null;
  }
}

/** Runs a call; what goes wrong is said in the run bar. */
async function attempt(call: () => Promise<unknown>): Promise<void> {
  try {
    await call();
  } catch (error) {
    fail(error);
  }
}

/** Takes a look soon: one at a time, and not more often than someone can watch. */
function wantLook(): void {
  lookWanted = true;
  if (!looking) void lookWhileWanted();
}

async function lookWhileWanted(): Promise<void> {
  looking = true;
  while (lookWanted && loaded && !loading) {
    lookWanted = false;
    const mine = loaded;
    const { probe, runId } = useView.getState();
    try {
      const look = await lab().look(chosenRun(mine.experiment.runs, runId).id, probe);
      if (mine === loaded) useRuns.setState({ look, lookError: null });
    } catch (error) {
      if (mine === loaded)
        useRuns.setState({ lookError: error instanceof Error ? error.message : String(error) });
    }
    await new Promise((resolve) => setTimeout(resolve, lookInterval));
  }
  looking = false;
}

useView.subscribe((now, before) => {
  if (loaded && (now.probe !== before.probe || now.runId !== before.runId)) wantLook();
});

/** An experiment that changed is another experiment: its curves go, and one that was training starts again. */
useExperiment.subscribe((now, before) => {
  if (now.experiment === before.experiment && now.ownText === before.ownText) return;
  if (!loaded) return;
  clearTimeout(restart);
  const { state } = useRuns.getState();
  if (state === 'training' || state === 'loading') {
    restart = setTimeout(() => void session.train(), restartDelay);
    return;
  }
  void session.reset();
});

export const session = {
  /** Starts the worker and asks what it computes on. */
  open: () =>
    attempt(async () => {
      useRuns.setState({ backend: await lab().backend() });
    }),
  train: () =>
    attempt(async () => {
      await ensureLoaded();
      await lab().train();
    }),
  pause: () => attempt(() => lab().pause()),
  step: () =>
    attempt(async () => {
      await ensureLoaded();
      await lab().step();
    }),
  /** Back to the untrained models. */
  reset: () =>
    attempt(async () => {
      loaded = null;
      useRuns.getState().clear();
      await lab().stop();
    }),
  toggle: () => (useRuns.getState().state === 'training' ? session.pause() : session.train()),
  evaluate: (runId: string) =>
    attempt(async () => {
      await ensureLoaded();
      const evaluation = await lab().evaluate(runId);
      useRuns.setState(({ evaluations }) => ({ evaluations: { ...evaluations, [runId]: evaluation } }));
    }),
  /** Rejects with a sentence where it cannot. */
  async generate(request: GenerateRequest, onText: (piece: string) => void): Promise<string> {
    await ensureLoaded();
    return lab().generate(request, proxy(onText));
  },
  cancelGenerate: () => attempt(() => lab().cancelGenerate()),
};
