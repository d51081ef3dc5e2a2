/** Notices of what the worker reports of the device and of time that passed without computing. */
import { formatDuration } from '../../format/times';
import type { RunEvent } from '../../runtime/protocol';
import type { Notice } from './notices';

/** Makes a notice of an event. @returns null for one that the run bar or a panel shows */
export function noticeOfEvent(event: RunEvent): Notice | null {
  if (event.type === 'slept') {
    const slept = 60 * Math.max(1, Math.round(event.seconds / 60));
    return {
      id: 'slept',
      text: `Nothing computed for about ${formatDuration(slept)}, as when a computer sleeps. Training went on where it was.`,
    };
  }
  if (event.type === 'kernelFallback') {
    const instead =
      event.instead === 'webgpu'
        ? 'TensorFlow.js’s own kernels train here instead: slower, with the same result.'
        : 'The processor trains instead.';
    return {
      id: 'kernelFallback',
      text: `The graphics card refused one of the lab’s kernels. ${instead} Update the browser and the graphics driver to train on it.`,
    };
  }
  return null;
}
