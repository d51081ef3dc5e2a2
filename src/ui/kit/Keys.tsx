/** Shows the keys of an action: those of a chord joined by +, chords of a sequence by "then". */
import { t } from '../../i18n/i18n';
import { keyNames } from '../actions/keys';

export function Keys({ keys }: { keys: string }) {
  return keyNames(keys).map((chord, i) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a chord is its place in the sequence
    <span key={i}>
      {i > 0 && <> {t('kit.keys.then')} </>}
      {chord.map((name, n) => (
        <span key={name}>
          {n > 0 && '+'}
          <kbd>{name}</kbd>
        </span>
      ))}
    </span>
  ));
}
