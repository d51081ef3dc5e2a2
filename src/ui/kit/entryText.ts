import { principles } from '../../attention/principles';
import type { PrincipleId } from '../../attention/variant';
import { i18n } from '../../i18n/i18n';

/**
 * Gets words of a registry's entry in the reader's language. In English, and where the language lacks them, they are the
 * entry's own, which the command line and files have too.
 * @param path in the language's entries.json, as `tasks.recall.name`
 * @param own of the entry
 */
export function entryText(path: string, own: string): string {
  const key = `entries.${path}`;
  return i18n.exists(key) ? i18n.t(key as never) : own;
}

/** Gets an entry's name in the reader's language. */
export const entryName = (registry: string, { id, name }: { id: string; name: string }): string =>
  entryText(`${registry}.${id}.name`, name);

/** Gets a principle's words in the reader's language. */
export const principleWords = (id: PrincipleId) => ({
  name: entryText(`principles.${id}.name`, principles[id].name),
  meaning: entryText(`principles.${id}.meaning`, principles[id].meaning),
});
