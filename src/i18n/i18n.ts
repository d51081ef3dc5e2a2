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

/**
 * What was said in the language that is spoken; null for what it lacks. Each is asked for, mostly with the same filling, whenever a part
 * that says it is drawn, and to look it up was a tenth of an edit's drawing.
 */
const said = new Map<string, string | null>();
i18n.on('languageChanged', () => said.clear());
i18n.store.on('added', () => said.clear());
/** Most that is kept: numbers that change with every step would fill the memory. */
const mostSaid = 2_000;

const lookUp = i18n.t as (key: string, filling?: object) => string;

function remembered<Sentence extends string | null>(
  key: string,
  filling: object | undefined,
  find: () => Sentence,
): Sentence {
  const asked = filling === undefined ? key : key + JSON.stringify(filling);
  const known = said.get(asked);
  if (known !== undefined) return known as Sentence;
  const sentence = find();
  if (said.size >= mostSaid) said.clear();
  said.set(asked, sentence);
  return sentence;
}

/** The sentence with this key, its `{{placeholders}}` filled; `count` chooses between `key_one` and `key_other`. */
export const t = ((key: string, filling?: object) =>
  remembered(key, filling, () => lookUp(key, filling))) as typeof i18n.t;

/** The same for a key that the language may lack; null where it does. */
export const translation = (key: string, filling: Readonly<Record<string, unknown>>): string | null =>
  remembered(key, filling, () => (i18n.exists(key, filling) ? lookUp(key, filling) : null));

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
