/**
 * The catalogue of the page's sentences. `t('runs.add')` is the sentence with that key in `en/runs.json`; keys are checked
 * by the compiler (types.d.ts). A sentence is looked up when it is drawn, never when a file is loaded, as the language may
 * change between the two.
 */
import i18next from 'i18next';
import { en } from './en';

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

/** The sentence with this key, its `{{placeholders}}` filled; `count` chooses between `key_one` and `key_other`. */
export const t = i18n.t;
