import { principles } from '../../attention/principles';
import type { PrincipleId } from '../../attention/variant';
import { words } from '../../format/words';

/** Gets a principle's words in the reader's language. */
export const principleWords = (id: PrincipleId) => ({
  name: words(`principles.${id}.name`, principles[id].name),
  meaning: words(`principles.${id}.meaning`, principles[id].meaning),
});
