/** Shows tokens in boxes, so that one sees where each begins and ends. */
import { formatCount } from '../../../format/numbers';
import { t } from '../../../i18n/i18n';
import type { TokenPiece } from '../../../runtime/protocol';
import classes from './TokensPanel.module.css';

interface Props {
  pieces: readonly TokenPiece[];
  label: string;
  testId: string;
}

export function TokenBoxes({ pieces, label, testId }: Props) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, which takes the focus
    <ol className={classes.boxes} aria-label={label} tabIndex={0} data-testid={testId}>
      {pieces.map(({ id, label, bytes }, i) => (
        <li
          // biome-ignore lint/suspicious/noArrayIndexKey: a token is its position
          key={i}
          title={t('tokens.box', { count: bytes, id: formatCount(id) })}
        >
          <bdi>{label}</bdi>
        </li>
      ))}
    </ol>
  );
}
