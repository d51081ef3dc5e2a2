/** What the browser tells of the machine. */

/** Cores that threads may take; 1 where the browser does not tell. */
export const coreCount = (): number => globalThis.navigator?.hardwareConcurrency || 1;

/** Whether keys are named as on a Mac. */
export const isMac = (): boolean => /^(Mac|iP)/.test(globalThis.navigator?.platform ?? '');

/** Whether the page is by https or on localhost, which some APIs are kept to. */
export const isSecure = (): boolean => globalThis.isSecureContext !== false;
