/** What the browser tells of the machine and of itself. Where an extension or a policy has its mention throw, it tells nothing. */

/** The part of navigator.userAgentData that is read: Chromium has it, on https and localhost. */
export interface UserAgentData {
  brands: readonly { brand: string; version: string }[];
  platform: string;
  getHighEntropyValues(hints: string[]): Promise<Record<string, unknown>>;
}

function told<T>(ask: () => T): T | undefined {
  try {
    return ask();
  } catch {
    return undefined;
  }
}

/** Cores that threads may take; 1 where the browser does not tell. */
export const coreCount = (): number => toldCores() || 1;

/** Logical cores; null where the browser does not tell. */
export const toldCores = (): number | null => told(() => navigator.hardwareConcurrency) ?? null;

/** Whether keys are named as on a Mac. */
export const isMac = (): boolean => /^(Mac|iP)/.test(told(() => navigator.platform) ?? '');

/** The browser's user agent; '' where it does not tell. */
export const userAgent = (): string => told(() => navigator.userAgent) ?? '';

/** The languages that the reader prefers, the first most (BCP 47); none where the browser does not tell. */
export const preferredTags = (): readonly string[] =>
  told(() => [...navigator.languages].filter((tag) => typeof tag === 'string')) ?? [];

export const userAgentData = (): UserAgentData | undefined =>
  told(() => (navigator as { userAgentData?: UserAgentData }).userAgentData);

/** Whether the page is by https or on localhost, which some APIs are kept to. */
export const isSecure = (): boolean => globalThis.isSecureContext !== false;
