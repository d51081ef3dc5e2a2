/**
 * Joins the stores to the worker: loads what is edited, passes on what the worker says, and starts again what was
 * changed while it trained. The only code of the page that tells the worker what to do.
 */

import type { Remote } from 'comlink';
import { isEqual } from 'es-toolkit';
import { corpora, ownTextId } from '../data/corpora';
import { getTokenizerKind } from '../data/tokenizers';
import { sampleText } from '../data/vocabulary';
import { trainsAlike } from '../experiment/edit';
import { type Experiment, textSettings } from '../experiment/schema';
import type { Bundle } from '../export/bundle';
import type { ExportKind } from '../export/runFiles';
import { proxy } from '../runtime/client';
import type {
  EvaluationEvent,
  GenerateRequest,
  LabWorker,
  OwnText,
  Resume,
  RunEvent,
  TextProgress,
  TokenPiece,
} from '../runtime/protocol';
import { pagePart, showResults, untilQuiet, viewOf } from './bundle';
import { useExperiment } from './experimentStore';
import { ask, whenCrashed } from './link';
import { useRuns } from './runsStore';
import { chosenRun, useView } from './viewStore';

/** How often a look is taken while training, in milliseconds. */
const lookInterval = 500;
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
let looking = false;
let lookWanted = false;
/** Counts what is asked to be written and what is cancelled, so that a cancel also reaches one that waits for a load. */
let writing = 0;
/** The same for evaluations. */
let evaluating = 0;

const sentence = (error: unknown) => (error instanceof Error ? error.message : String(error));

function fail(message: string): void {
  going = false;
  useRuns.setState({ state: 'failed', message, preparing: null });
}

/** Runs a call; what goes wrong is said in the run bar. */
async function attempt(call: () => Promise<unknown>): Promise<void> {
  try {
    await call();
  } catch (error) {
    fail(sentence(error));
  }
}

/** The own text, where the experiment trains on it. */
const textOf = ({ experiment, ownText }: { experiment: Experiment; ownText: OwnText | null }) =>
  experiment.corpus === ownTextId ? ownText : null;

/** @param resume what the runs go on from; without it they start */
function load(resume: Resume | null = null): Loaded {
  const current = useExperiment.getState();
  useRuns.getState().clear();
  useRuns.setState({ state: 'loading' });
  const mine: Loaded = { ready: Promise.resolve(), overtaken: false, crash: null };
  const onEvent = proxy((event: RunEvent) => {
    if (mine === loaded) hear(event);
  });
  mine.ready = ask((lab) =>
    Promise.all([lab.load(current.experiment, textOf(current), onEvent, resume), lab.backend()]),
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
        fail(sentence(error));
      }
      throw error;
    },
  );
  return mine;
}

function hear(event: RunEvent): void {
  useRuns.getState().handle(event);
  if (event.type === 'state' && ['paused', 'finished', 'failed'].includes(event.state)) going = false;
  if (event.type === 'losses' || event.type === 'state') wantLook();
}

/** Loads the experiment where that is not done, then asks. undefined where an edit or a reset came between. */
async function askLoaded<T>(question: (lab: Remote<LabWorker>) => Promise<T>): Promise<T | undefined> {
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

function drop(): void {
  if (loaded) loaded.overtaken = true;
  loaded = null;
}

/** What the maps are of: the chosen sample of the task, or else the probe text. */
function probeText(): string {
  const { task, seed, model } = useExperiment.getState().experiment;
  const { probe, taskSample } = useView.getState();
  return task ? sampleText(task, model.context, seed, taskSample) : probe;
}

/** Takes a look soon: one at a time, and not more often than someone can watch. */
function wantLook(): void {
  lookWanted = true;
  if (!looking) void lookWhileWanted();
}

async function lookWhileWanted(): Promise<void> {
  looking = true;
  while (lookWanted && loaded) {
    lookWanted = false;
    const mine = loaded;
    try {
      await mine.ready;
      const { id } = chosenRun(useExperiment.getState().experiment.runs, useView.getState().runId);
      const probe = probeText();
      const look = await ask((lab) => lab.look(id, probe));
      if (mine === loaded) useRuns.setState({ look, lookError: null });
    } catch (error) {
      if (mine === loaded) useRuns.setState({ lookError: sentence(error) });
    }
    await new Promise((resolve) => setTimeout(resolve, lookInterval));
  }
  looking = false;
}

/** Finds out what the text is made of, for the page to show before anything is trained. */
async function describeText(): Promise<void> {
  const { experiment, ownText } = useExperiment.getState();
  const isCurrent = () => !textChanged(useExperiment.getState(), { experiment, ownText });
  useRuns.setState({ textFacts: null, textProgress: null, textError: null, textWaits: false });
  try {
    const onProgress = proxy((textProgress: TextProgress) => {
      if (isCurrent()) useRuns.setState({ textProgress });
    });
    const textFacts = await ask((lab) =>
      lab.describeText(textSettings(experiment), textOf({ experiment, ownText }), onProgress),
    );
    if (isCurrent()) useRuns.setState({ textFacts, textProgress: null });
  } catch (error) {
    if (isCurrent()) useRuns.setState({ textError: sentence(error), textProgress: null });
  }
}

/** Whether it takes more than a moment to make the text or to learn its tokens. */
const isSlowText = ({ corpus, tokenizer }: Experiment) =>
  getTokenizerKind(tokenizer).sized || corpora.some(({ id, sized }) => id === corpus && sized);

type Edited = { experiment: Experiment; ownText: OwnText | null };

const textChanged = (a: Edited, b: Edited) =>
  !isEqual(textSettings(a.experiment), textSettings(b.experiment)) || textOf(a) !== textOf(b);

useView.subscribe((now, before) => {
  const newProbe = now.probe !== before.probe || now.taskSample !== before.taskSample;
  if (loaded && (newProbe || now.runId !== before.runId)) wantLook();
});

/** An experiment that changed is another experiment: its curves go, and one that was training starts again. */
useExperiment.subscribe((now, before) => {
  const newText = textChanged(now, before);
  if (newText && opening && (opening.textWaits || isSlowText(now.experiment)))
    useRuns.setState({ textFacts: null, textProgress: null, textError: null, textWaits: true });
  else if (newText) void describeText();
  if (!newText && trainsAlike(now.experiment, before.experiment)) return;
  const goesOn = going;
  if (loaded || goesOn || useRuns.getState().state !== 'empty') void session.reset();
  if (!goesOn) return;
  going = true;
  useRuns.setState({ state: 'loading' });
  restart = setTimeout(() => void session.train(), restartDelay);
});

whenCrashed((message) => {
  clearTimeout(restart);
  if (loaded) loaded.crash = message;
  loaded = null;
  fail(message);
});

export const session = {
  /** Starts the worker, and asks what it computes on and what the text is made of. */
  async open(): Promise<void> {
    if (!useRuns.getState().textWaits) void describeText();
    await attempt(async () => {
      useRuns.setState({ backend: await ask((lab) => lab.backend()) });
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
    // What has failed is tried again from the start.
    if (useRuns.getState().state === 'failed') drop();
    going = true;
    await attempt(() => askLoaded((lab) => lab.train()));
  },
  async pause(): Promise<void> {
    going = false;
    if (loaded) await attempt(() => askLoaded((lab) => lab.pause()));
  },
  step: () => attempt(() => askLoaded((lab) => lab.step())),
  /** Back to the untrained models. */
  async reset(): Promise<void> {
    clearTimeout(restart);
    going = false;
    drop();
    useRuns.getState().clear();
    await attempt(() => ask((lab) => lab.stop()));
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
      return (await lab.evaluate(evals, onEvent)) ? 'done' : 'stopped';
    });
  },
  async cancelEvaluate(): Promise<void> {
    evaluating++;
    await attempt(() => ask((lab) => lab.cancelEvaluate()));
  },
  /** Resolves when the text is written or stopped; rejects with a sentence where it cannot. */
  async generate(request: GenerateRequest, onText: (piece: string, step: number) => void): Promise<void> {
    const mine = ++writing;
    await askLoaded(async (lab) => {
      if (mine === writing) await lab.generate(request, proxy(onText));
    });
  },
  async cancelGenerate(): Promise<void> {
    writing++;
    await attempt(() => ask((lab) => lab.cancelGenerate()));
  },
  /** Asks what is loaded for its files; undefined where an edit or a reset came between. */
  zipRun: (runId: string, kind: ExportKind, folder: string) =>
    askLoaded((lab) => lab.zipRun(runId, kind, folder)),
  /** Everything as one file. Training pauses meanwhile, so that curves and weights are of the same step. */
  async saveBundle(): Promise<Uint8Array<ArrayBuffer>> {
    const wasGoing = going;
    await session.pause();
    await untilQuiet();
    const { experiment, ownText } = useExperiment.getState();
    const page = pagePart({ experiment, ownText: textOf({ experiment, ownText }) });
    const file = await ask((lab) => lab.saveBundle(page));
    if (wasGoing) void session.train();
    return file;
  },
  readBundle: (file: Blob, name: string): Promise<Bundle> => ask((lab) => lab.readBundle(file, name)),
  /** Takes the place of all there is. Rejects with a sentence where it cannot. */
  async openBundle(bundle: Bundle): Promise<void> {
    // First, so that what is taken in now is not taken for an edit of what was trained.
    await session.reset();
    const refusal = useExperiment.getState().apply(() => bundle.experiment, bundle.ownText);
    if (refusal !== null) throw new Error(refusal);
    useView.getState().set(viewOf(bundle));
    useView.getState().setChart(bundle.view.chart);
    const { checkpoints, failures } = bundle;
    if (Object.keys(checkpoints).length > 0) loaded = load({ checkpoints, failed: Object.keys(failures) });
    showResults(bundle);
    await loaded?.ready;
  },
  /** How `sample` splits into tokens; rejects with a sentence where the text it takes them from cannot be had. */
  async splitText(sample: string): Promise<TokenPiece[]> {
    const current = useExperiment.getState();
    return ask((lab) => lab.splitText(textSettings(current.experiment), textOf(current), sample));
  },
  /** Trains on a person's own text from now on. @returns the sentence that refuses it, or null */
  async takeOwnText(source: Blob, name: string): Promise<string | null> {
    const { apply, experiment } = useExperiment.getState();
    const { context } = experiment.model;
    try {
      const ownText = await ask((lab) => lab.readOwnText(source, name, context));
      return apply((e) => ({ ...e, corpus: ownTextId }), ownText);
    } catch (error) {
      return sentence(error);
    }
  },
};
