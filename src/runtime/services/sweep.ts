/** Trains the runs of sweeps, one queue at a time. */
import type { Engine } from '../../engine/engine';
import { type Experiment, parseExperiment, type Run } from '../../experiment/schema';
import { experimentOfRuns } from '../../experiment/sweeps/choice';
import { readData } from '../experimentData';
import { prepareRace } from '../prepareRace';
import type { EngineRequest, OwnText, SweepEvent, SweepService } from '../protocol';
import { Race } from '../race';
import type { RaceEvent } from '../raceEvents';
import type { RaceWatch } from '../raceWatch';
import { RunQueue } from '../runQueue';
import type { TextCache } from '../textCache';
import type { Device } from './device';

/** Needs nothing loaded. */
export class SweepJobs implements SweepService {
  private queue: RunQueue | null = null;
  /** Settles when the last queue has freed its models. */
  private ended: Promise<unknown> = Promise.resolve();
  /** Counts the calls, so that one knows when another has come after it. */
  private calls = 0;
  /** The first error that the device raised outside a call since the queue began. */
  private uncapturedError: Error | null = null;

  constructor(
    private readonly device: Device,
    private readonly texts: TextCache,
    private readonly others: RaceWatch,
  ) {
    device.onUncapturedError((error) => {
      this.uncapturedError ??= error;
      this.queue?.abort(error);
    });
  }

  async run(
    value: Experiment,
    runs: Run[],
    ownText: OwnText | null,
    onEvent: (event: SweepEvent) => void | Promise<void>,
    { engine: request }: { engine: EngineRequest },
  ): Promise<boolean> {
    const call = ++this.calls;
    await this.stopQueue();
    const [first] = runs;
    if (!first) return true;
    const parsed = parseExperiment(experimentOfRuns(value, [first]));
    if (!parsed.ok) throw new Error(parsed.message);
    const { experiment } = parsed;
    const data = await readData(experiment, ownText, this.texts, (progress) => {
      void onEvent({ type: 'preparing', ...progress });
    });
    let chosen = await this.device.startFor(request, { experiment, source: data.source });
    if (call !== this.calls) return false;
    this.uncapturedError = null;
    const atATime = Math.min(chosen.engine.atATime ?? 1, runs.length);
    const makeRace = async (run: Run, onRunEvent: (event: RaceEvent) => void) => {
      const { race } = await prepareRace(chosen, {
        makeRace: (engine) =>
          new Race(
            atATime > 1 ? withOneWorker(engine) : engine,
            experimentOfRuns(experiment, [run]),
            data.source,
            onRunEvent,
          ),
        onEvent: onRunEvent,
        uncapturedError: () => this.uncapturedError,
        engineInstead: (webgpuFailure) => {
          if (request.setting !== 'auto') return null;
          // The runs to come train on it too.
          return this.device.startFor({ ...request, webgpuFailure }).then((instead) => {
            chosen = instead;
            return instead;
          });
        },
      });
      return race;
    };
    const queue = new RunQueue({ experiment, runs, atATime, makeRace, onEvent, others: this.others });
    this.queue = queue;
    const ended = queue.run();
    this.ended = ended.catch(() => {});
    return ended;
  }

  async pause(): Promise<void> {
    await this.queue?.pause();
  }

  async resume(): Promise<void> {
    this.queue?.resume();
  }

  async skip(runId: string): Promise<void> {
    this.queue?.skip(runId);
  }

  async stop(): Promise<void> {
    this.calls++;
    await this.stopQueue();
  }

  private async stopQueue(): Promise<void> {
    this.queue?.stop();
    this.queue = null;
    await this.ended;
  }
}

/** Runs that train beside one another have a worker each. */
const withOneWorker = (engine: Engine): Engine => ({ ...engine, workersFor: () => 1 });
