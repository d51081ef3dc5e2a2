/** Tells of the token that is pointed at what the model expected in its place. */
import { textLabel } from '../../data/tokenizers/labels';
import { formatPercent } from '../../format/numbers';
import { isolated } from '../../format/visible';
import { t } from '../../i18n/i18n';
import type { LikelyText } from '../../runtime/protocol';

/** A token's text between quotes, white space in it as signs; what is likeliest is told by labels already. */
const quoted = (text: string): string => `“${isolated(textLabel(text))}”`;

export function Alternatives({ of, likeliest }: { of: LikelyText | null; likeliest: readonly LikelyText[] }) {
  if (!of) return t('kit.alternatives.none');
  const list = likeliest.map(
    ({ text, probability }) => `“${isolated(text)}” ${formatPercent(probability, 1)}`,
  );
  return t('kit.alternatives.told', {
    token: quoted(of.text),
    probability: formatPercent(of.probability, 1),
    list: list.join(', '),
  });
}
