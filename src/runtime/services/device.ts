/** Chooses the engine, and watches the graphics device for its loss and for uncaptured errors. */
import { isEqual } from 'es-toolkit';
import type { Engine } from '../../engine/engine';
import { livenessLock } from '../../engine/workerLife';
import type { ChooseEngine, ChosenEngine } from '../engineChoice';
import type { TrialCase } from '../engineTrial';
import type { DeviceService, EngineInfo, EngineRequest } from '../protocol';

/** Has one engine at a time. */
export class Device implements DeviceService {
  private request: EngineRequest | null = null;
  private chosen: Promise<ChosenEngine> | null = null;
  private reportLost: (message: string) => void = () => {};
  private readonly loss = new Promise<string>((resolve) => {
    this.reportLost = resolve;
  });
  private readonly watched = new Set<Engine>();
  private readonly errorListeners = new Set<(error: Error) => void>();

  /** @param choose resolves once an engine computes */
  constructor(private readonly choose: ChooseEngine) {}

  async engine(request: EngineRequest): Promise<EngineInfo> {
    return (await this.start(request)).info;
  }

  /** Chooses the engine, anew where another is asked for. Rejects with an Error for the reader where none starts. */
  start(request: EngineRequest): Promise<ChosenEngine> {
    if (this.chosen && isEqual(request, this.request)) return this.chosen;
    this.request = request;
    this.chosen = this.startFor(request);
    return this.chosen;
  }

  /** Chooses the engine for one experiment. @param trial what engines are tried on where the choice is open */
  async startFor(request: EngineRequest, trial?: TrialCase): Promise<ChosenEngine> {
    const chosen = await this.choose(request, trial);
    this.watch(chosen.engine);
    return chosen;
  }

  private watch(engine: Engine): void {
    if (this.watched.has(engine)) return;
    this.watched.add(engine);
    engine.watch?.({
      onLost: this.reportLost,
      onUncapturedError: (error) => {
        for (const listener of this.errorListeners) listener(error);
      },
    });
  }

  lost(): Promise<string> {
    return this.loss;
  }

  async giveWay(answers: boolean): Promise<void> {
    for (const engine of this.watched) engine.giveWay?.(answers);
  }

  livenessLock(): Promise<string | null> {
    return livenessLock();
  }

  /** Calls the listener, from now on, with each error that the device raises outside a call. */
  onUncapturedError(listener: (error: Error) => void): void {
    this.errorListeners.add(listener);
  }
}
