// The lockfile must install from whichever npm registry a machine is set up with, so it names none.

/**
 * The packages of a lockfile that are tied to a registry host.
 * @param {{packages: Record<string, {resolved?: string}>}} lock package-lock.json
 * @returns {string[]} their paths, such as "node_modules/vite"
 */
export function packagesWithHost(lock) {
  return Object.entries(lock.packages)
    .filter(([, entry]) => entry.resolved !== undefined && /^https?:/.test(entry.resolved))
    .map(([path]) => path);
}
