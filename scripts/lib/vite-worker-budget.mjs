// Lets a build fail whose worker has grown too large: it is what a first visit waits for before anything trains.

/** The most a file of the worker may take, before compression. */
export const workerBudgetBytes = 1_600_000;

/**
 * A file of a bundle, as far as its size goes.
 * @typedef {{ type: 'chunk', fileName: string, code: string } | { type: 'asset', fileName: string, source: string | Uint8Array }} BundleFile
 */

/** A Vite plugin; goes among the worker's. */
export const workerBudget = () => ({
  name: 'worker-budget',
  apply: /** @type {const} */ ('build'),
  /**
   * @this {{ error(message: string): never }}
   * @param {unknown} _options
   * @param {Record<string, BundleFile>} bundle
   */
  generateBundle(_options, bundle) {
    for (const file of Object.values(bundle)) {
      // Nobody waits for a source map: a browser asks for it in its tools alone.
      if (file.fileName.endsWith('.map')) continue;
      const bytes = Buffer.byteLength(file.type === 'chunk' ? file.code : file.source);
      if (bytes > workerBudgetBytes) {
        this.error(
          `${file.fileName} of the worker has ${bytes} bytes, more than the ${workerBudgetBytes} it may have.`,
        );
      }
    }
  },
});
