// npm run experiment without a process of its own, which loads TypeScript for a second or two: experiment-cli.test.ts starts it as one.
import { vi } from 'vitest';
import { readRequest } from '../../scripts/lib/experiment-request.mjs';
import type { StartServer } from '../../src/headless/openEngine';
import { type ExperimentRequest, runExperiment } from '../../src/headless/runExperiment';

/**
 * @param args as they follow the command
 * @param startServer serves src to a browser, where there is a graphics card that the experiment may train on
 * @returns what it printed, and why it ended where it failed
 */
export async function runCommand(
  args: string[],
  startServer: StartServer = () => Promise.reject(new Error('There is no server.')),
): Promise<{ printed: string; error: Error | null }> {
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  try {
    const request = readRequest(args) as ExperimentRequest;
    const error = await runExperiment(request, startServer).then(
      () => null,
      (reason: Error) => reason,
    );
    return { printed: log.mock.calls.flat().join('\n'), error };
  } finally {
    log.mockRestore();
  }
}
