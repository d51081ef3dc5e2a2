/** Times what the bench page asks for, on each engine that this machine has. */
import type { Engine } from '../../engine/engine';
import type { Experiment } from '../../experiment/schema';
import { simdBuild } from '../../processor/simd';
import type { Devices } from '../engineChoice';
import { readData } from '../experimentData';
import type { MachineFacts, SpeedService, StepTiming, TimedEngine, TimingProgress } from '../protocol';
import { timeSteps } from '../stepTiming';
import type { TextCache } from '../textCache';

/** Needs nothing loaded. */
export class Speed implements SpeedService {
  constructor(
    private readonly devices: Devices,
    private readonly texts: TextCache,
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
    const engine = await this.engineOf(timed);
    const { source } = await readData(experiment, null, this.texts, () => {});
    const failed = new Promise<never>((_, reject) => {
      engine.watch?.({ onLost: (message) => reject(new Error(message)), onUncapturedError: reject });
    });
    return Promise.race([timeSteps(engine, { experiment, source }, seconds, onProgress), failed]);
  }

  private async engineOf(timed: TimedEngine): Promise<Engine> {
    if (timed === 'webgpu') return this.devices.startWebGPU();
    const { engine } = await this.devices.startProcessor();
    return timed === 'allCores' ? engine : { ...engine, workersFor: () => 1 };
  }
}
