/**
 * The reader's language: chosen on this device, or else the browser's. It is of the reader and not of an experiment: no
 * link and no file carries it.
 */
import { type NumberWords, writeNumbersIn } from '../format/language';
import { i18n, speak, t, translation } from '../i18n/i18n';
import { type Language, languageOf, preferredLanguage } from '../i18n/languages';
import { keepValue, keptValue } from '../platform/keptValues';
import { preferredTags } from '../platform/machine';
import { siteName } from './siteName';

/** How long the page waits for its sentences before it is drawn, in milliseconds. */
const longestWait = 3000;

const key = () => siteName('language');

/**
 * Sets the reader's language before anything is drawn, so that nothing is drawn twice. Where its sentences do not come in
 * time, the page opens in English and follows once they are there.
 */
export async function openInLanguage(): Promise<void> {
  i18n.on('languageChanged', (id) => follow(languageOf(id)));
  const language = languageOf(keptValue('localStorage', key())) ?? preferredLanguage(preferredTags());
  // Where they do not come at all, the page stays in English, as its menu shows.
  const spoken = speak(language).catch(() => {});
  await Promise.race([spoken, new Promise((resolve) => setTimeout(resolve, longestWait))]);
}

/** Sets another language, and keeps it for the next visit. @throws Error where its sentences cannot be had */
export async function chooseLanguage(language: Language): Promise<void> {
  await speak(language);
  keepValue('localStorage', key(), language.id);
}

/** Lets the page's `lang` and its numbers have the language of its sentences. */
function follow(language: Language | undefined): void {
  if (!language) return;
  document.documentElement.lang = language.tag;
  writeNumbersIn(writtenIn(language));
}

/** What `src/format` writes with in a language, which is spoken. */
export function writtenIn({ tag }: Language): NumberWords {
  return {
    tag,
    beyondNumbers: () => t('format.beyondNumbers'),
    notANumber: () => t('format.notANumber'),
    underOneSecond: () => t('format.underOneSecond'),
    part: (done, total) => t('format.part', { done, total }),
    partOfTokens: (done, total) => t('format.partOfTokens', { done, total }),
    range: (low, high) => t('format.range', { low, high }),
    percent: (value) => t('format.percent', { value }),
    translated(key, values, count) {
      return translation(`entries.${key}`, Number.isNaN(count) ? values : { ...values, count });
    },
  };
}
