// A server that no one edits beside: it looks at files when they are asked for, not at every file of the repository.

/**
 * Set where the configuration is final, as Vite drops a `watch: null` that it is given beside other settings of the server.
 * @returns {import('vite').Plugin}
 */
export const unwatched = () => ({
  name: 'unwatched',
  configResolved(config) {
    config.server.watch = null;
  },
});
