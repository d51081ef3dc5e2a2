/** Lists names of runs in a sentence. */
import { t } from '../../i18n/i18n';
import { Isolated } from '../kit/Isolated';

export function Names({ names }: { names: readonly string[] }) {
  return names.map((name, i) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: two runs may have one name
    <span key={i}>
      {i > 0 && t('charts.listSeparator')}
      <Isolated text={name} />
    </span>
  ));
}
