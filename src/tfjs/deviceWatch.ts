/** Watches the graphics device for its loss and for errors that no call throws. */
import { device } from '../device';
import type { DeviceListener } from '../engine/engine';
import { TooLarge } from '../engine/errors';
import { words } from '../format/words';

/** Tells the listener, from now on, of the loss and of the uncaptured errors of WebGPU's device. */
export function watchDevice({ onLost, onUncapturedError }: DeviceListener): void {
  const gpu = device();
  void gpu.lost.then(({ message, reason }) => {
    const why = message.split('\n')[0] || reason;
    onLost(
      words(
        'engine.lost',
        'The graphics device was lost ({{why}}), as happens when a driver restarts or a computer sleeps.',
        { why },
      ),
    );
  });
  gpu.addEventListener('uncapturederror', ({ error }) => {
    onUncapturedError(
      error instanceof GPUOutOfMemoryError
        ? new TooLarge(words('memory.device', 'The graphics device has no memory left for this experiment.'))
        : new TooLarge(
            words(
              'memory.refused',
              'The graphics device refused a part of this experiment ({{why}}), which may be too large for it.',
              { why: error.message.split('\n')[0] ?? '' },
            ),
          ),
    );
  });
}
