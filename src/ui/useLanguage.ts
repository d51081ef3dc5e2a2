/**
 * The language that the page is drawn in. The page's root follows it and hands it down; what React draws only with its own
 * properties (`memo`) calls `useLanguage` too, where it has sentences. It is a context, as that alone also reaches a tab
 * that was drawn hidden and follows no store yet.
 */
import { createContext, useContext, useMemo, useSyncExternalStore } from 'react';
import { i18n } from '../i18n/i18n';

export const LanguageContext = createContext('en');

function subscribe(listener: () => void): () => void {
  i18n.on('languageChanged', listener);
  return () => i18n.off('languageChanged', listener);
}

/** For the root. @returns the language's id, as `src/i18n/languages.ts` has it */
export const useSpokenLanguage = (): string => useSyncExternalStore(subscribe, () => i18n.language);

/** For all below. @returns the language's id */
export const useLanguage = (): string => useContext(LanguageContext);

/** `useMemo` for what has sentences or numbers for the reader in it: another language makes it anew. */
export function useWorded<T>(make: () => T, dependencies: readonly unknown[]): T {
  const language = useLanguage();
  // biome-ignore lint/correctness/useExhaustiveDependencies: they are the caller's, and held there
  return useMemo(make, [...dependencies, language]);
}
