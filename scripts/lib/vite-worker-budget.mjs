// Lets a build fail whose worker has grown too large: it is what a first visit waits for before anything trains.

/** The most a file of the worker may take, before compression. */
export const workerBudgetBytes = 1_600_000;

/** Goes among the worker's plugins. @returns {import('vite').Plugin} */
export function workerBudget() {
  return {
    name: 'worker-budget',
    apply: 'build',
    generateBundle(_options, bundle) {
      for (const file of Object.values(bundle)) {
        const bytes = Buffer.byteLength(file.type === 'chunk' ? file.code : file.source);
        if (bytes > workerBudgetBytes) {
          this.error(
            `${file.fileName} of the worker has ${bytes} bytes, more than the ${workerBudgetBytes} it may have.`,
          );
        }
      }
    },
  };
}
