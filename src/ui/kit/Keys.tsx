/** The keys of an action: chords of a sequence side by side, keys of a chord joined by +. */
import { keyNames } from '../actions/keys';

export function Keys({ keys }: { keys: string }) {
  return keyNames(keys).map((chord, i) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a chord is its place in the sequence
    <span key={i}>
      {chord.map((name, n) => (
        <span key={name}>
          {n > 0 && '+'}
          <kbd>{name}</kbd>
        </span>
      ))}
    </span>
  ));
}
