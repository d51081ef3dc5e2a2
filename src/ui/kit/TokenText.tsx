/**
 * Draws a text whose tokens are shaded by a number each. One token is pointed at, with the pointer or, where the text has the focus,
 * with the arrow keys, Home and End.
 */
import { clamp } from 'es-toolkit';
import { type KeyboardEvent, memo, type PointerEvent } from 'react';
import { visiblePage } from '../../format/visible';
import classes from './TokenText.module.css';

interface ShadedToken {
  text: string;
  /** 0 is not shaded; 1 to 6 ever darker. Below 0 in the other colour of a difference. */
  level: number;
}

interface Props {
  /** Stands before the tokens, unshaded and underlined. */
  given?: string | undefined;
  tokens: readonly ShadedToken[];
  /** The token that is pointed at; null for none. */
  pointed: number | null;
  onPoint(index: number | null): void;
  label: string;
  busy?: boolean;
  testId: string;
}

const indexOf = (target: EventTarget): number | null => {
  const index = target instanceof HTMLElement ? target.dataset.token : undefined;
  return index === undefined ? null : Number(index);
};

export const TokenText = memo(({ given, tokens, pointed, onPoint, label, busy, testId }: Props) => {
  const onKeyDown = (event: KeyboardEvent) => {
    const last = tokens.length - 1;
    const to = {
      ArrowRight: (pointed ?? -1) + 1,
      ArrowLeft: (pointed ?? tokens.length) - 1,
      Home: 0,
      End: last,
    }[event.key];
    if (to === undefined || last < 0) return;
    event.preventDefault();
    onPoint(clamp(to, 0, last));
  };
  const onPointer = (event: PointerEvent) => {
    const index = indexOf(event.target);
    if (index !== null && index !== pointed) onPoint(index);
  };
  return (
    <section
      className={classes.text}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys move over its tokens, and it scrolls
      tabIndex={0}
      aria-label={label}
      aria-busy={busy}
      data-testid={testId}
      onKeyDown={onKeyDown}
      onPointerOver={onPointer}
      onPointerDown={onPointer}
    >
      {given !== undefined && (
        <mark className={classes.given} data-testid="read-prompt">
          {visiblePage(given)}
        </mark>
      )}
      <span data-testid={`${testId}-tokens`}>
        {tokens.map(({ text, level }, i) => (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: a token is its place in the text
            key={i}
            data-token={i}
            data-level={level === 0 ? undefined : level}
            data-pointed={i === pointed || undefined}
          >
            {visiblePage(text)}
          </span>
        ))}
      </span>
    </section>
  );
});
