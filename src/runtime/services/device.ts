/** The device: started once, watched for its loss and for what it refuses. */
import { watchDevice } from '../deviceWatch';
import { livenessLock } from '../livenessLock';
import type { BackendInfo, DeviceService } from '../protocol';

export class Device implements DeviceService {
  private started: Promise<BackendInfo> | null = null;
  private reportLost: (message: string) => void = () => {};
  private readonly loss = new Promise<string>((resolve) => {
    this.reportLost = resolve;
  });
  private readonly refusalListeners = new Set<(error: Error) => void>();

  /** @param startBackend resolves once a device computes */
  constructor(private readonly startBackend: () => Promise<BackendInfo>) {}

  backend(): Promise<BackendInfo> {
    this.started ??= this.startBackend().then((info) => {
      watchDevice({
        lost: this.reportLost,
        refused: (error) => {
          for (const listener of this.refusalListeners) listener(error);
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

  /** Calls the listener with each error that the device raises outside a call. */
  onRefusal(listener: (error: Error) => void): void {
    this.refusalListeners.add(listener);
  }
}
