/**
 * The catalogue of the page's sentences. `t('runs.add')` is the sentence with that key in `en/runs.json`; keys are checked
 * by the compiler (types.d.ts). A sentence is looked up when it is drawn, never when a file is loaded, as the language may
 * change between the two.
 */
import i18next from 'i18next';
import { en } from './en';
import type { Language } from './languages';

export const i18n = i18next.createInstance();

/** What a sentence lacks is a fault of the code: tests and the development server stop at it, the page goes on. */
function refuse(message: string): void {
  if (!import.meta.env.PROD) throw new Error(message);
}

void i18n.init({
  lng: 'en',
  fallbackLng: 'en',
  resources: { en: { translation: en } },
  // All that a page opens with is in its script, so that nothing is drawn twice.
  initAsync: false,
  // React writes text as text.
  interpolation: { escapeValue: false },
  saveMissing: true,
  missingKeyHandler: (_languages, _namespace, key) => refuse(`The catalogue has no sentence “${key}”.`),
  missingInterpolationHandler: (text, [placeholder]) =>
    refuse(`The sentence “${text}” was given nothing for ${placeholder}.`),
});

/** Sentences without placeholders, in the language that is spoken: each is asked for whenever a part that says it is drawn. */
const plain = new Map<string, string>();
i18n.on('languageChanged', () => plain.clear());
i18n.store.on('added', () => plain.clear());

const lookUp = i18n.t as (key: string, filling?: object) => string;

/** The sentence with this key, its `{{placeholders}}` filled; `count` chooses between `key_one` and `key_other`. */
export const t = ((key: string, filling?: object) => {
  if (filling !== undefined) return lookUp(key, filling);
  const known = plain.get(key);
  if (known !== undefined) return known;
  const sentence = lookUp(key);
  plain.set(key, sentence);
  return sentence;
}) as typeof i18n.t;

/** The language that was asked for last. */
let wanted = 'en';

/**
 * Fetches a language's sentences, unless they are here, and says everything in it from then on; not where another was
 * asked for meanwhile. @throws Error where they cannot be had
 */
export async function speak({ id, fetch }: Language): Promise<void> {
  wanted = id;
  if (fetch && !i18n.hasResourceBundle(id, 'translation'))
    i18n.addResourceBundle(id, 'translation', catalogue((await fetch()).default));
  if (wanted === id) await i18n.changeLanguage(id);
}

/** A catalogue of a folder's files: `./runs.json` holds what begins with `runs`. */
const catalogue = (files: Readonly<Record<string, object>>) =>
  Object.fromEntries(Object.entries(files).map(([path, sentences]) => [path.slice(2, -5), sentences]));
