/** Connects a frame with the page around it, where that may speak with it. docs/embedding.md says what the two say. */
import type { App } from '../../app/app';
import { errorMessage } from '../../app/errorMessage';
import { allowedOrigins } from '../../app/frame/allowedOrigins';
import { HostLine } from '../../app/frame/hostLine';
import { hostOrigin, hostWindow } from '../../platform/frame';
import { runCommand } from './hostCommands';
import { isForHost } from './hostKeys';
import { reportToHost } from './hostReports';

const warn = (sentence: string) => console.warn(`Attention Lab: ${sentence}`);

/** Resolves once the page around has been told that the frame is ready; at once where there is none. Never rejects. */
export async function connectHost(app: App): Promise<void> {
  const host = hostWindow();
  if (!host) return;
  const line = new HostLine({ host, hostOrigin: hostOrigin(), origins: await allowedOrigins(), warn });
  // One after the other: a lesson is opened before it trains.
  let done: Promise<void> = Promise.resolve();
  window.addEventListener('message', (event) => {
    const command = line.read(event);
    if (!command) return;
    done = done
      .then(async () => {
        const refusal = await runCommand(app, command);
        if (refusal) warn(`The message "${command.type}" does nothing. ${refusal}`);
      })
      .catch((error) => warn(errorMessage(error)));
  });
  window.addEventListener('keydown', (event) => {
    const { key, code, keyCode, shiftKey } = event;
    if (isForHost(event) && line.send({ type: 'key', key, code, keyCode, shiftKey })) event.preventDefault();
  });
  reportToHost(app, (message) => line.send(message));
}
