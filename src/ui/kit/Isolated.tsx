/** Shows a name or a token of others within a line: what has no shape as its code point, and turning no other word. */
import { visibleText } from '../../format/visible';

export function Isolated({ text }: { text: string }) {
  return <bdi>{visibleText(text)}</bdi>;
}
