/** Loads an experiment and trains its runs. */
import { type Experiment, parseExperiment } from '../../experiment/schema';
import { modelConfig, parameterCount } from '../../model/config';
import { type ExperimentData, readData } from '../experimentData';
import type { LoadedSlot } from '../loadedExperiment';
import type { LoadedInfo, OwnText, Resume, RunEvent, TrainingService } from '../protocol';
import { Race } from '../race';
import { readyRace } from '../readyRace';
import type { TextCache } from '../textCache';
import type { Device } from './device';

/** Where a load stands, for its line of progress. */
const stages = ['Starting the device', 'Reading the text', 'Building the models'];

export class Training implements TrainingService {
  /** What the device refused since the last load began. */
  private refused: Error | null = null;

  constructor(
    private readonly slot: LoadedSlot,
    private readonly device: Device,
    private readonly texts: TextCache,
  ) {
    device.onRefusal((error) => {
      this.refused ??= error;
      this.slot.current?.race.abort(error);
    });
  }

  async load(
    value: Experiment,
    ownText: OwnText | null,
    onEvent: (event: RunEvent) => void | Promise<void>,
    resume: Resume | null = null,
  ): Promise<LoadedInfo> {
    const parsed = parseExperiment(value);
    if (!parsed.ok) throw new Error(parsed.message);
    const { experiment } = parsed;
    const emptied = this.slot.empty();
    const { turn } = this.slot;
    const isOvertaken = () => turn !== this.slot.turn;
    await emptied;
    onEvent({ type: 'state', state: 'loading' });
    const enter = (stage: number) =>
      onEvent({ type: 'preparing', what: stages[stage] as string, done: stage, total: stages.length });
    enter(0);
    await this.device.backend();
    if (!experiment.task) enter(1);
    const data = await readData(experiment, ownText, this.texts, (progress) =>
      onEvent({ type: 'preparing', ...progress }),
    );
    if (isOvertaken()) throw new Error(overtaken);
    enter(2);
    this.refused = null;
    const make = () => new Race(experiment, data.source, onEvent, resume);
    const race = await readyRace(make, onEvent, () => this.refused);
    if (isOvertaken()) {
      await race.dispose();
      throw new Error(overtaken);
    }
    this.slot.fill({ experiment, data, race });
    onEvent({ type: 'state', state: race.step > 0 ? race.endState : 'ready' });
    return loadedInfo(experiment, data);
  }

  async train(): Promise<void> {
    this.slot.require().race.start();
  }

  async pause(): Promise<void> {
    await this.slot.require().race.pause();
  }

  async step(): Promise<void> {
    await this.slot.require().race.single();
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

const overtaken = 'Something else was loaded meanwhile.';

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
  };
}
