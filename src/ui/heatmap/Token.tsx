/** Shows the label of a token in a line of text, by itself: its letters turn no other word. */
export function Token({ text }: { text: string | undefined }) {
  return (
    <bdi>
      <b>{text}</b>
    </bdi>
  );
}
