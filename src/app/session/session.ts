/**
 * Joins the stores to the worker: loads what is edited, passes on what the worker says, and starts again what was
 * changed while it trained. The only code of the page that tells the worker what to do.
 */
import type { LabDocument } from '../../document/document';
import { type Transition, trainsAlike } from '../../experiment/edit';
import type { ExportKind } from '../../export/runFiles';
import { proxy } from '../../runtime/client';
import type { EvaluationEvent, GenerateRequest, LabWorker, Resume, RunEvent } from '../../runtime/protocol';
import { useExperiment } from '../document/experimentStore';
import { pageDocument, showDocument } from '../document/page';
import { useView } from '../document/viewStore';
import { sayOfEvent } from '../notices/eventNotices';
import { looker } from './probePolling';
import { stepToGoOnFrom, useRuns } from './runsStore';
import {
  describeText,
  isSlowText,
  letTextWait,
  sentence,
  splitText,
  takeOwnText,
  textChanged,
  textOf,
} from './texts';
import { ask, whenCrashed } from './workerClient';

/** How long to wait for further edits before a running training starts again. */
const restartDelay = 300;

/** What the worker holds, or is about to hold: always what is being edited. */
interface Loaded {
  ready: Promise<void>;
  /** An edit or a reset has taken its place: what is still heard of it belongs nowhere. */
  overtaken: boolean;
  /** The worker that held it is gone: the sentence that says so. */
  crash: string | null;
}

let loaded: Loaded | null = null;
/** Whether training is wanted, from Train until it is paused, done or failed. */
let going = false;
/** While the experiment is replaced by that of a link. */
let opening: { textWaits: boolean } | null = null;
let restart: ReturnType<typeof setTimeout> | undefined;
/** Counts what is asked to be written and what is cancelled, so that a cancel also reaches one that waits for a load. */
let writing = 0;
/** The same for evaluations. */
let evaluating = 0;

const wantLook = looker(() => loaded);

function fail(error: unknown): void {
  going = false;
  const tooLarge = error instanceof Error && error.name === 'TooLarge';
  useRuns.setState({ state: 'failed', message: sentence(error), tooLarge, preparing: null });
}

/** Runs a call; what goes wrong is said in the run bar. */
async function attempt(call: () => Promise<unknown>): Promise<void> {
  try {
    await call();
  } catch (error) {
    fail(error);
  }
}

/** What the runs go on from, and the curves back to there; null where there is no such thing, and no curves then. */
function resume(): Resume | null {
  const { checkpoints, failures, rewind, clear } = useRuns.getState();
  if (Object.keys({ ...checkpoints, ...failures }).length === 0) {
    clear();
    return null;
  }
  rewind();
  return { checkpoints, failed: Object.keys(failures) };
}

function load(): Loaded {
  const current = useExperiment.getState();
  const from = resume();
  useRuns.setState({ state: 'loading' });
  const mine: Loaded = { ready: Promise.resolve(), overtaken: false, crash: null };
  const onEvent = proxy((event: RunEvent) => {
    if (mine === loaded) hear(event);
  });
  mine.ready = ask((lab) =>
    Promise.all([
      lab.training.load(current.experiment, textOf(current), onEvent, from),
      lab.device.backend(),
    ]),
  ).then(
    ([info, backend]) => {
      if (mine !== loaded) return;
      useRuns.setState({ info, backend });
      if (useRuns.getState().textWaits) void describeText();
      wantLook();
    },
    (error) => {
      if (mine === loaded) {
        loaded = null;
        fail(error);
      }
      throw error;
    },
  );
  return mine;
}

function hear(event: RunEvent): void {
  useRuns.getState().handle(event);
  sayOfEvent(event);
  if (event.type === 'state' && event.state === 'training') going = true;
  if (event.type === 'state' && ['paused', 'finished', 'failed'].includes(event.state)) going = false;
  if (event.type === 'losses' || event.type === 'state') wantLook();
}

/** Loads the experiment where that is not done, then asks. undefined where an edit or a reset came between. */
async function askLoaded<T>(question: (lab: LabWorker) => Promise<T>): Promise<T | undefined> {
  loaded ??= load();
  const mine = loaded;
  try {
    await mine.ready;
    if (mine.overtaken) return undefined;
    if (mine.crash) throw new Error(mine.crash);
    const answer = await ask(question);
    return mine.overtaken ? undefined : answer;
  } catch (error) {
    if (mine.overtaken) return undefined;
    throw error;
  }
}

/** Resolves once the worker has said all it has to say of a training that was paused. */
function untilQuiet(): Promise<void> {
  const quiet = () => !['training', 'loading'].includes(useRuns.getState().state);
  return new Promise((resolve) => {
    if (quiet()) return resolve();
    const stop = useRuns.subscribe(() => {
      if (!quiet()) return;
      stop();
      resolve();
    });
  });
}

function drop(): void {
  if (loaded) loaded.overtaken = true;
  loaded = null;
}

useView.subscribe((now, before) => {
  const newProbe = now.probe !== before.probe || now.taskSample !== before.taskSample;
  if (loaded && (newProbe || now.runId !== before.runId)) wantLook();
});

/** An experiment that changed is another experiment: its curves go, and one that was training starts again. */
useExperiment.subscribe((now, before) => {
  const newText = textChanged(now, before);
  if (newText && opening && (opening.textWaits || isSlowText(now.experiment))) letTextWait();
  else if (newText) void describeText();
  if (!newText && trainsAlike(now.experiment, before.experiment)) return;
  const goesOn = going;
  if (loaded || goesOn || useRuns.getState().state !== 'empty') void session.reset();
  if (!goesOn) return;
  going = true;
  useRuns.setState({ state: 'loading' });
  restart = setTimeout(() => void session.train(), restartDelay);
});

/** The worker is gone, and a new one goes on from what was kept. */
whenCrashed((message) => {
  clearTimeout(restart);
  const step = stepToGoOnFrom(useRuns.getState());
  const wayOn =
    step === null
      ? 'Press Train to start anew.'
      : `The runs are kept as of step ${step}: press Resume to go on from there.`;
  const said = `${message} ${wayOn}`;
  if (loaded) loaded.crash = said;
  loaded = null;
  fail(said);
  return said;
});

export const session = {
  /** Starts the worker, and asks what it computes on and what the text is made of. */
  async open(): Promise<void> {
    if (!useRuns.getState().textWaits) void describeText();
    await attempt(async () => {
      useRuns.setState({ backend: await ask((lab) => lab.device.backend()) });
    });
  },
  /**
   * Makes a change that a link asks for: nothing that takes long begins with it.
   * @param textWaits whether not even a text that is read in a moment is read
   */
  takeLink(change: () => void, textWaits: boolean): void {
    // What trains would start again with the change.
    if (useRuns.getState().state !== 'empty') void session.reset();
    opening = { textWaits };
    change();
    opening = null;
  },
  /** Reads a text that waits to be asked for. */
  readText: () => describeText(),
  async train(): Promise<void> {
    clearTimeout(restart);
    // What has failed is tried again, from the start where no run can go on.
    if (useRuns.getState().state === 'failed') {
      drop();
      if (stepToGoOnFrom(useRuns.getState()) === null) useRuns.getState().clear();
    }
    going = true;
    await attempt(() => askLoaded((lab) => lab.training.train()));
  },
  async pause(): Promise<void> {
    going = false;
    if (loaded) await attempt(() => askLoaded((lab) => lab.training.pause()));
  },
  step: () => attempt(() => askLoaded((lab) => lab.training.step())),
  /** Lets a run whose loss was no longer a number go on from its last checkpoint at half its rate, and trains on. */
  goOnGently: (runId: string) =>
    attempt(async () => {
      await askLoaded((lab) => lab.training.resumeAtHalfRate(runId));
      going = true;
      await askLoaded((lab) => lab.training.train());
    }),
  /** Starts every run over with another experiment, and trains. */
  async startOver(change: Transition): Promise<void> {
    if (!useExperiment.getState().update(change)) return;
    await session.train();
  },
  /** Has a checkpoint of what is loaded now. */
  async keep(): Promise<void> {
    if (loaded) await attempt(() => askLoaded((lab) => lab.training.checkpoint()));
  },
  /** Back to the untrained models. */
  async reset(): Promise<void> {
    clearTimeout(restart);
    going = false;
    drop();
    useRuns.getState().clear();
    await attempt(() => ask((lab) => lab.training.unload()));
  },
  toggle: () => (useRuns.getState().state === 'training' ? session.pause() : session.train()),
  /**
   * Answers these evaluations for every run and baseline; what is found goes to the store as it comes. Rejects with a
   * sentence where it cannot; undefined where an edit or a reset came between.
   */
  async evaluate(
    evals: string[],
    onProgress: (progress: Extract<EvaluationEvent, { type: 'progress' }>) => void,
  ): Promise<'done' | 'stopped' | undefined> {
    const mine = ++evaluating;
    return askLoaded<'done' | 'stopped'>(async (lab) => {
      if (mine !== evaluating) return 'stopped';
      const asked = loaded;
      const onEvent = proxy((event: EvaluationEvent) => {
        if (asked !== loaded) return;
        if (event.type === 'progress') onProgress(event);
        else useRuns.getState().keepOutcome(event);
      });
      return (await lab.evaluation.run(evals, onEvent)) ? 'done' : 'stopped';
    });
  },
  async cancelEvaluate(): Promise<void> {
    evaluating++;
    await attempt(() => ask((lab) => lab.evaluation.cancel()));
  },
  /** Resolves when the text is written or stopped; rejects with a sentence where it cannot. */
  async generate(request: GenerateRequest, onText: (piece: string, step: number) => void): Promise<void> {
    const mine = ++writing;
    await askLoaded(async (lab) => {
      if (mine === writing) await lab.generation.run(request, proxy(onText));
    });
  },
  async cancelGenerate(): Promise<void> {
    writing++;
    await attempt(() => ask((lab) => lab.generation.cancel()));
  },
  /** Asks what is loaded for its files; undefined where an edit or a reset came between. */
  zipRun: (runId: string, kind: ExportKind, folder: string) =>
    askLoaded((lab) => lab.files.zipRun(runId, kind, folder)),
  /** Everything as one file. Training pauses meanwhile, so that curves and weights are of the same step. */
  async saveBundle(): Promise<Uint8Array<ArrayBuffer>> {
    const wasGoing = going;
    await session.pause();
    await untilQuiet();
    const file = await ask((lab) => lab.files.writeBundle(pageDocument()));
    if (wasGoing) void session.train();
    return file;
  },
  readBundle: (file: Blob, name: string): Promise<LabDocument> =>
    ask((lab) => lab.files.readBundle(file, name)),
  /** Takes the place of all there is. Rejects with a sentence where it cannot. */
  async openBundle(document: LabDocument): Promise<void> {
    // First, so that what is taken in now is not taken for an edit of what was trained.
    await session.reset();
    showDocument(document);
    if (Object.keys(document.checkpoints).length > 0) loaded = load();
    await loaded?.ready;
  },
  splitText,
  takeOwnText,
};
