/** Renders a field for one number: it commits on Enter or blur; a refused draft stays, and below it why, and what is used. */

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
  /** Takes a number. @returns why it is refused, or null */
  onCommit(value: number): string | null;
}

export function NumberField({ label, help, value, testId, onCommit }: Props) {
  const [draft, setDraft] = useState<string | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [seen, setSeen] = useState(value);
  // A value that comes from elsewhere (a preset, an undo) is what the field shows from then on.
  if (seen !== value) {
    setSeen(value);
    setDraft(null);
    setError(null);
  }

  const commit = () => {
    if (draft === null) return;
    const parsed = parseNumber(draft);
    const refusal = parsed.ok ? onCommit(parsed.value) : parsed.message;
    setError(refusal && t('kit.numberField.refused', { refusal, value: formatExact(value) }));
    if (refusal === null) setDraft(null);
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
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={commit}
      onKeyDown={onKeyDown}
    />
  );
}
