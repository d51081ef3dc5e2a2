// npm run experiment without a process of its own, which loads TypeScript for five seconds: experiment-cli.test.ts starts it as one.
import type { ViteDevServer } from 'vite';
import { vi } from 'vitest';
import { readRequest } from '../../scripts/lib/experiment-request.mjs';
import { type ExperimentRequest, runExperiment } from '../../src/headless/runExperiment';

/**
 * @param args as they follow the command
 * @param server serves src to a browser, where there is a graphics card that the experiment may train on
 * @returns what it printed, and why it ended where it failed
 */
export async function runCommand(
  args: string[],
  server = {} as ViteDevServer,
): Promise<{ printed: string; error: Error | null }> {
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  try {
    const request = readRequest(args) as ExperimentRequest;
    const error = await runExperiment(request, server).then(
      () => null,
      (reason: Error) => reason,
    );
    return { printed: log.mock.calls.flat().join('\n'), error };
  } finally {
    log.mockRestore();
  }
}
