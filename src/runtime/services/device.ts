/** Starts the device once, and watches it for its loss and for uncaptured errors. */
import { watchDevice } from '../deviceWatch';
import { livenessLock } from '../livenessLock';
import type { BackendInfo, DeviceService } from '../protocol';

/** Has one device for as long as the worker lives. */
export class Device implements DeviceService {
  private started: Promise<BackendInfo> | null = null;
  private reportLost: (message: string) => void = () => {};
  private readonly loss = new Promise<string>((resolve) => {
    this.reportLost = resolve;
  });
  private readonly errorListeners = new Set<(error: Error) => void>();

  /** @param startBackend resolves once a device computes */
  constructor(private readonly startBackend: () => Promise<BackendInfo>) {}

  backend(): Promise<BackendInfo> {
    this.started ??= this.startBackend().then((info) => {
      watchDevice({
        onLost: this.reportLost,
        onUncapturedError: (error) => {
          for (const listener of this.errorListeners) listener(error);
        },
      });
      return info;
    });
    return this.started;
  }

  lost(): Promise<string> {
    return this.loss;
  }

  livenessLock(): Promise<string | null> {
    return livenessLock();
  }

  /** Calls the listener, from now on, with each error that the device raises outside a call. */
  onUncapturedError(listener: (error: Error) => void): void {
    this.errorListeners.add(listener);
  }
}
