/** Tells of the token that is pointed at what the model expected in its place. */
import { formatPercent } from '../../format/numbers';
import { isolated, visibleText } from '../../format/visible';
import { t } from '../../i18n/i18n';
import type { LikelyText } from '../../runtime/protocol';

/** A token between quotes, what cannot be seen of it as signs. */
export const quoted = (text: string): string => `“${isolated(visibleText(text))}”`;

export function Alternatives({ of, likeliest }: { of: LikelyText | null; likeliest: readonly LikelyText[] }) {
  if (!of) return t('kit.alternatives.none');
  const list = likeliest.map(({ text, probability }) => `${quoted(text)} ${formatPercent(probability, 1)}`);
  return t('kit.alternatives.told', {
    token: quoted(of.text),
    probability: formatPercent(of.probability, 1),
    list: list.join(', '),
  });
}
