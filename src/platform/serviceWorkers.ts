/** Service workers, which are of secure contexts alone; a sandboxed frame throws where they are mentioned. */

/** @returns undefined where the browser has none for this page */
export function serviceWorkers(): ServiceWorkerContainer | undefined {
  try {
    return navigator.serviceWorker;
  } catch {
    return undefined;
  }
}
