/**
 * The language that the page is drawn in. The page's root follows it, and all below is drawn with it; what React draws
 * only with its own properties (`memo`) calls it too, where it has sentences.
 */
import { useMemo, useSyncExternalStore } from 'react';
import { i18n } from '../i18n/i18n';

function subscribe(listener: () => void): () => void {
  i18n.on('languageChanged', listener);
  return () => i18n.off('languageChanged', listener);
}

/** @returns the language's id, as `src/i18n/languages.ts` has it */
export const useLanguage = (): string => useSyncExternalStore(subscribe, () => i18n.language);

/** `useMemo` for what has sentences or numbers for the reader in it: another language makes it anew. */
export function useWorded<T>(make: () => T, dependencies: readonly unknown[]): T {
  const language = useLanguage();
  // biome-ignore lint/correctness/useExhaustiveDependencies: they are the caller's, and held there
  return useMemo(make, [...dependencies, language]);
}
