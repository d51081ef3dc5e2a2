/** Loads an experiment and trains its runs. */
import { transfer } from 'comlink';
import { Random } from '../../data/random';
import type { DataSource } from '../../data/source';
import { type Experiment, parseExperiment } from '../../experiment/schema';
import { words } from '../../format/words';
import { bigramOn, NgramCounts } from '../../measure/evals/ngrams';
import { modelConfig, parameterCount } from '../../model/config';
import { allPacked, allUnpacked } from '../../train/packedCheckpoint';
import { probeData } from '../attentionProbe';
import { type ExperimentData, readData } from '../experimentData';
import type { LoadedSlot } from '../loadedExperiment';
import { branchStarts } from '../modelAtStep';
import { prepareRace } from '../prepareRace';
import type {
  EngineInfo,
  EngineRequest,
  LoadedInfo,
  OwnText,
  Resume,
  RunEvent,
  TrainingService,
} from '../protocol';
import { Race } from '../race';
import type { RaceEvent } from '../raceEvents';
import type { RaceWatch } from '../raceWatch';
import type { TextCache } from '../textCache';
import type { Device } from './device';
import type { Probe } from './probe';

/** Where a load stands, for its line of progress. */
const stages = [
  () => words('training.stages.engine', 'Starting the engine'),
  () => words('text.reading', 'Reading the text'),
  () => words('training.stages.models', 'Building the models'),
] as const;

/**
 * Has the page copy none of what is large: checkpoints are packed, and the weights of a capture transferred, which of 1,024 tokens are
 * megabytes and are not read here again.
 */
function sent(event: RaceEvent): RunEvent {
  if (event.type === 'checkpoint') return { ...event, checkpoints: allPacked(event.checkpoints) };
  if (event.type !== 'capture') return event;
  return transfer(
    event,
    event.capture.layers.flatMap(({ weights }) => (weights ? [weights.buffer] : [])),
  );
}

/** Fills the slot that its siblings read. */
export class Training implements TrainingService {
  /** The first error that the device raised outside a call since the last load began. */
  private uncapturedError: Error | null = null;

  constructor(
    private readonly slot: LoadedSlot,
    private readonly device: Device,
    private readonly texts: TextCache,
    private readonly probe: Probe,
    private readonly raceWatch: RaceWatch,
  ) {
    device.onUncapturedError((error) => {
      this.uncapturedError ??= error;
      this.slot.current?.race.abort(error);
    });
  }

  async load(
    value: Experiment,
    ownText: OwnText | null,
    onEvent: (event: RunEvent) => void | Promise<void>,
    options: { engine: EngineRequest; resume?: Resume | null },
  ): Promise<{ info: LoadedInfo; engine: EngineInfo }> {
    const { hear, failed } = this.raceWatch.begin((event) => onEvent(sent(event)));
    try {
      return await this.loadWatched(value, ownText, hear, options);
    } catch (error) {
      failed();
      throw error;
    }
  }

  private async loadWatched(
    value: Experiment,
    ownText: OwnText | null,
    onEvent: (event: RaceEvent) => void | Promise<void>,
    { engine: request, resume: kept = null }: { engine: EngineRequest; resume?: Resume | null },
  ): Promise<{ info: LoadedInfo; engine: EngineInfo }> {
    const parsed = parseExperiment(value);
    if (!parsed.ok) throw new Error(parsed.message);
    const { experiment } = parsed;
    const emptied = this.slot.empty();
    const { generation } = this.slot;
    const isSuperseded = () => generation !== this.slot.generation;
    const throwIfSuperseded = () => {
      if (isSuperseded()) throw new Error(superseded);
    };
    await emptied;
    onEvent({ type: 'state', state: 'loading' });
    const enter = (stage: number) =>
      onEvent({ type: 'preparing', what: stages[stage]?.() ?? '', done: stage, total: stages.length });
    enter(0);
    await this.device.start(request);
    if (!experiment.task) enter(1);
    const data = await readData(experiment, ownText, this.texts, (progress) =>
      onEvent({ type: 'preparing', ...progress }),
    );
    const resume = kept && { ...kept, checkpoints: await allUnpacked(kept.checkpoints) };
    throwIfSuperseded();
    enter(2);
    this.uncapturedError = null;
    const chosen = await this.device.startFor(request, { experiment, source: data.source });
    const captureProbe = this.probe.captureProbe(probeData(experiment, data));
    const { race, info: engine } = await prepareRace(chosen, {
      makeRace: async (engine) => {
        const starts = await branchStarts({
          engine,
          experiment,
          source: data.source,
          checkpoints: resume?.checkpoints ?? {},
          onProgress: (progress) => onEvent({ type: 'preparing', ...progress }),
          throwIfCancelled: throwIfSuperseded,
        });
        return new Race(engine, experiment, data.source, onEvent, resume, captureProbe, starts);
      },
      onEvent,
      uncapturedError: () => this.uncapturedError,
      engineInstead: (webgpuFailure) =>
        request.setting === 'auto' ? this.device.start({ ...request, webgpuFailure }) : null,
    });
    if (isSuperseded()) {
      await race.dispose();
      throw new Error(superseded);
    }
    this.slot.fill({ experiment, data, race });
    onEvent({ type: 'state', state: race.step > 0 ? race.endState : 'ready' });
    return { info: loadedInfo(experiment, data), engine };
  }

  async train(): Promise<void> {
    this.slot.require().race.start();
  }

  async pause(): Promise<void> {
    await this.slot.require().race.pause();
  }

  async step(): Promise<void> {
    await this.slot.require().race.stepOnce();
  }

  async checkpoint(): Promise<void> {
    await this.slot.current?.race.checkpoint();
  }

  async resumeAtHalfRate(runId: string): Promise<void> {
    await this.slot.require().race.resumeAtHalfRate(runId);
  }

  unload(): Promise<void> {
    return this.slot.empty();
  }
}

const superseded = words('training.superseded', 'Something else was loaded meanwhile.');

/** What the bigram baseline comes to on the sequences that runs are validated on. */
function bigramOf({ seed, evalWindows }: Experiment, source: DataSource): LoadedInfo['bigram'] {
  const random = new Random(seed);
  const counts = new NgramCounts(source.ngramData(random.fork('baselines')), source.vocab);
  return bigramOn(counts, source.validation(evalWindows, random.fork('validation')), source.chance !== null);
}

function loadedInfo(experiment: Experiment, { source, text }: ExperimentData): LoadedInfo {
  const { vocab, chance } = source;
  return {
    vocab,
    parameters: Object.fromEntries(
      experiment.runs.map((run) => [run.id, parameterCount(modelConfig(experiment, run, vocab))]),
    ),
    uniformLoss: Math.log(vocab),
    chance: chance ?? 1 / vocab,
    bytesPerToken: text?.bytesPerToken ?? null,
    bigram: bigramOf(experiment, source),
  };
}
