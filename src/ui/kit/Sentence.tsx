/** Draws a sentence of the catalogue that has elements in it: `<kbd>` in the text is the element of that name. */
import type { ParseKeys } from 'i18next';
import type { ReactElement } from 'react';
import { Trans } from 'react-i18next/TransWithoutContext';
import { i18n } from '../../i18n/i18n';

interface SentenceProps {
  id: ParseKeys;
  /** For the `{{placeholders}}`; `count` chooses between singular and plural. */
  values?: Record<string, string | number>;
  components: Record<string, ReactElement>;
}

export function Sentence({ id, values, components }: SentenceProps) {
  return (
    <Trans
      i18n={i18n}
      // The compiler has checked the key above; here the union of them all is too large for it.
      i18nKey={id as never}
      values={values}
      count={values?.count as number}
      components={components}
    />
  );
}
