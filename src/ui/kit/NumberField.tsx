/**
 * Renders a field for one number: it commits on Enter or blur, or with each letter that is typed; a refused draft stays, and below it why,
 * and what is used.
 */

import { TextInput } from '@mantine/core';
import { type KeyboardEvent, useState } from 'react';
import { parseNumber } from '../../experiment/settings';
import { formatExact } from '../../format/numbers';
import { t } from '../../i18n/i18n';

interface Props {
  label: string;
  help?: string;
  value: number;
  testId: string;
  /** Takes what is typed at once, where a person watches what it comes to. */
  commitsTyping?: boolean;
  /** Takes a number. @returns why it is refused, or null */
  onCommit(value: number): string | null;
}

export function NumberField({ label, help, value, testId, commitsTyping = false, onCommit }: Props) {
  const [draft, setDraft] = useState<string | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [seen, setSeen] = useState(value);
  // A value that comes from elsewhere (a preset, an undo) is what the field shows from then on.
  if (seen !== value) {
    setSeen(value);
    setDraft(null);
    setError(null);
  }

  /** @returns whether it was taken */
  const take = (typed: string): boolean => {
    const parsed = parseNumber(typed);
    const refusal = parsed.ok ? onCommit(parsed.value) : parsed.message;
    setError(refusal && t('kit.numberField.refused', { refusal, value: formatExact(value) }));
    // Marks the committed value as seen, so that its coming back as the prop keeps the draft as typed: "0.10" stays.
    if (parsed.ok && refusal === null) setSeen(parsed.value);
    return refusal === null;
  };
  const commit = () => {
    if (draft !== null && take(draft)) setDraft(null);
  };
  const type = (typed: string) => {
    setDraft(typed);
    // Who clears a field is about to type.
    if (commitsTyping && typed.trim() !== '') take(typed);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') commit();
    if (event.key !== 'Escape') return;
    setDraft(null);
    setError(null);
  };
  return (
    <TextInput
      label={label}
      description={help}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      inputMode="decimal"
      autoComplete="off"
      data-testid={testId}
      value={draft ?? formatExact(value)}
      error={error && <span role="alert">{error}</span>}
      onChange={(event) => type(event.currentTarget.value)}
      onBlur={commit}
      onKeyDown={onKeyDown}
    />
  );
}
