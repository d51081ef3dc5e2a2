/** Times what the bench page and the page's costs ask for, on each engine that this machine has. */
import type { Engine } from '../../engine/engine';
import type { Experiment, Run } from '../../experiment/schema';
import { experimentOfRuns } from '../../experiment/sweeps/choice';
import { simdBuild } from '../../processor/simd';
import { timeCosts } from '../costTiming';
import type { Devices } from '../engineChoice';
import type { TrialCase } from '../engineTrial';
import { readData } from '../experimentData';
import type {
  CostTiming,
  MachineFacts,
  OwnText,
  RunTiming,
  SpeedService,
  StepTiming,
  TimedEngine,
  TimingProgress,
} from '../protocol';
import { Race } from '../race';
import type { RaceWatch } from '../raceWatch';
import { RunQueue } from '../runQueue';
import { timeSteps } from '../stepTiming';
import type { TextCache } from '../textCache';

/** Needs nothing loaded. */
export class Speed implements SpeedService {
  constructor(
    private readonly devices: Devices,
    private readonly texts: TextCache,
    private readonly others: RaceWatch,
  ) {}

  async machine(): Promise<MachineFacts> {
    const processor = await this.devices.startProcessor().catch(() => null);
    const found = await this.devices.findWebGPU();
    return {
      simd: processor && simdBuild(),
      workers: processor?.engine.workersFor?.(1) ?? 1,
      adapter: 'name' in found ? found : { reason: found.reason },
    };
  }

  async time(
    timed: TimedEngine,
    experiment: Experiment,
    seconds: number,
    onProgress: (progress: TimingProgress) => void,
  ): Promise<StepTiming> {
    return this.onEngine(timed, experiment, (engine, trial) => timeSteps(engine, trial, seconds, onProgress));
  }

  async costs(timed: TimedEngine, experiment: Experiment, seconds: number): Promise<CostTiming> {
    return this.onEngine(timed, experiment, (engine, trial) => timeCosts(engine, trial, seconds));
  }

  /** Rejects where the engine fails outside a call, too. */
  private async onEngine<T>(
    timed: TimedEngine,
    experiment: Experiment,
    measure: (engine: Engine, trial: TrialCase) => Promise<T>,
  ): Promise<T> {
    const engine = await this.engineOf(timed);
    const { source } = await readData(experiment, null, this.texts, () => {});
    const failed = new Promise<never>((_, reject) => {
      engine.watch?.({ onLost: (message) => reject(new Error(message)), onUncapturedError: reject });
    });
    return Promise.race([measure(engine, { experiment, source }), failed]);
  }

  async timeRuns(experiment: Experiment, runs: Run[], ownText: OwnText | null): Promise<RunTiming[]> {
    const { engine } = await this.devices.startProcessor();
    const { source } = await readData(experiment, ownText, this.texts, () => {});
    const timings: RunTiming[] = [];
    const queue = new RunQueue({
      experiment,
      runs,
      atATime: Math.min(engine.atATime ?? 1, runs.length),
      async makeRace(run, onEvent) {
        const alone = experimentOfRuns(experiment, [run]);
        const race = new Race({ ...engine, workersFor: () => 1 }, alone, source, onEvent);
        await race.prepare(() => {});
        return race;
      },
      onEvent(event) {
        if (event.type === 'result' && event.timing) timings.push(event.timing);
      },
      others: this.others,
    });
    // What a person waits for goes first.
    const endWatch = this.others.listen(() => queue.stop());
    try {
      if (!this.others.busy) await queue.run();
    } finally {
      endWatch();
    }
    return timings;
  }

  private async engineOf(timed: TimedEngine): Promise<Engine> {
    if (timed === 'webgpu') return this.devices.startWebGPU();
    const { engine } = await this.devices.startProcessor();
    return timed === 'allCores' ? engine : { ...engine, workersFor: () => 1 };
  }
}
