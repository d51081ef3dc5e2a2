/** What the worker says of the device and the time, as sentences on the page. */
import type { RunEvent } from '../../runtime/protocol';
import { say } from './notices';

export function sayOfEvent(event: RunEvent): void {
  if (event.type === 'slept') {
    const minutes = Math.max(1, Math.round(event.seconds / 60));
    say({
      id: 'slept',
      text: `Nothing computed for about ${minutes} min, as when a computer sleeps. Training went on where it was.`,
    });
  }
  if (event.type === 'kernelFallback') {
    say({
      id: 'kernelFallback',
      text: `One of the lab’s kernels does not compile on this device, so TensorFlow.js’s own compute here: slower, with the same result. Update the browser and the graphics driver to have it fast. (${event.message})`,
    });
  }
}
