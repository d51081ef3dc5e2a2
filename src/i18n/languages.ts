/** The languages of the page. English is in its script; each of the others is a chunk, fetched once it is chosen. */

export interface Language {
  /** As it is kept on the device, and as i18next and browsers begin its name. */
  id: string;
  /** BCP 47: for the page's `lang` and for Intl. */
  tag: string;
  /** What those who speak it call it. */
  name: string;
  /** Gets its sentences by the paths of their files, `./runs.json`; left out where the script has them. What they lack is said in English. */
  fetch?(): Promise<{ default: Readonly<Record<string, object>> }>;
}

const english: Language = { id: 'en', tag: 'en', name: 'English' };

export const languages: readonly Language[] = [
  english,
  { id: 'de', tag: 'de', name: 'Deutsch', fetch: () => import('./de') },
  { id: 'zh', tag: 'zh-Hans', name: '简体中文', fetch: () => import('./zh') },
];

export const languageOf = (id: string | null): Language | undefined => languages.find((one) => one.id === id);

/** Finds the language of a reader who prefers these, the first most; English where the page speaks none of them. */
export function preferredLanguage(tags: readonly string[]): Language {
  for (const tag of tags) {
    const language = languageOf(tag.toLowerCase().split('-')[0] ?? null);
    if (language) return language;
  }
  return english;
}
