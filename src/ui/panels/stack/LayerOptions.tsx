/** Edits the options of a layer, each a choice among what makes sense at the experiment's sizes. */
import { useState } from 'react';
import { ChoiceField } from '../../kit/ChoiceField';
import fieldClasses from '../../kit/fields.module.css';

/** What a field needs to know of an option of a variant. */
interface OptionField {
  id: string;
  name: string;
  /** One plain sentence for a student. */
  summary: string;
  /** Its value on a layer that says none. */
  default: number;
  /** What is offered at a context of so many tokens, smallest first. */
  choices(sizes: { context: number }): readonly { value: number; label: string }[];
}

interface Props {
  /** The variant's, by option id; nothing is drawn where there are none. */
  options: Readonly<Record<string, OptionField>>;
  /** The layer's own, by option id. */
  values: Readonly<Record<string, unknown>>;
  sizes: { context: number };
  /** Takes a value. @returns the sentence that refuses it, or null */
  onChange(id: string, value: number): string | null;
}

export function LayerOptions({ options, values, sizes, onChange }: Props) {
  const [refused, setRefused] = useState<{ id: string; reason: string | null }>({ id: '', reason: null });
  const fields = Object.values(options);
  if (fields.length === 0) return null;
  return (
    <div className={fieldClasses.fields}>
      {fields.map((option) => {
        const { id, name, summary } = option;
        const own = values[id];
        const value = typeof own === 'number' ? own : option.default;
        return (
          <ChoiceField
            key={id}
            label={name}
            help={summary}
            value={String(value)}
            choices={withValue(option.choices(sizes), value)}
            error={refused.id === id ? refused.reason : null}
            testId={`option-${id}`}
            onChoose={(chosen) => setRefused({ id, reason: onChange(id, Number(chosen)) })}
          />
        );
      })}
    </div>
  );
}

/** Adds the layer's own value to the choices, which a link or a shorter context may have put beside them. */
function withValue(choices: ReturnType<OptionField['choices']>, value: number) {
  const all = choices.some((choice) => choice.value === value)
    ? choices
    : [...choices, { value, label: value.toLocaleString('en') }].sort((a, b) => a.value - b.value);
  return all.map((choice) => ({ value: String(choice.value), label: choice.label }));
}
