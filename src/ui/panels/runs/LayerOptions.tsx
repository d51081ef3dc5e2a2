/** Edits the options of a layer, each a choice among what makes sense at the experiment's sizes. */
import { useState } from 'react';
import type { LayerOption } from '../../../attention/variant';
import { formatCount } from '../../../format/numbers';
import { words } from '../../../format/words';
import { ChoiceField } from '../../kit/ChoiceField';
import fieldClasses from '../../kit/fields.module.css';

interface Props<Id extends string> {
  /** Id of the layer's. */
  variant: string;
  /** That variant's; nothing is drawn where there are none. */
  options: Readonly<Partial<Record<Id, LayerOption>>>;
  /** The layer's own, beside whatever else a layer has. */
  values: Readonly<Partial<Record<NoInfer<Id>, number>>>;
  /** T in tokens. */
  context: number;
  /** Takes a value. @returns why it is refused, or null */
  onChange(id: NoInfer<Id>, value: number): string | null;
}

export function LayerOptions<Id extends string>({ variant, options, values, context, onChange }: Props<Id>) {
  const [refused, setRefused] = useState<{ id: Id; reason: string | null } | null>(null);
  const fields = Object.entries(options) as [Id, LayerOption][];
  if (fields.length === 0) return null;
  return (
    <div className={fieldClasses.fields}>
      {fields.map(([id, option]) => {
        const value = values[id] ?? option.default;
        return (
          <ChoiceField
            key={id}
            label={words(`variants.${variant}.${id}.name`, option.name)}
            help={words(`variants.${variant}.${id}.summary`, option.summary)}
            value={String(value)}
            choices={withValue(option.choices(context), value).map((choice) => ({
              ...choice,
              // A number is the same in every language.
              label: /\d/.test(choice.label)
                ? choice.label
                : words(`variants.${variant}.${id}.${choice.label}`, choice.label),
            }))}
            error={refused?.id === id ? refused.reason : null}
            testId={`option-${id}`}
            onChoose={(chosen) => setRefused({ id, reason: onChange(id, Number(chosen)) })}
          />
        );
      })}
    </div>
  );
}

/** Adds the layer's own value to the choices, which a link or a shorter context may have put beside them. */
function withValue(choices: ReturnType<LayerOption['choices']>, value: number) {
  const all = choices.some((choice) => choice.value === value)
    ? choices
    : [...choices, { value, label: formatCount(value) }].sort((a, b) => a.value - b.value);
  return all.map((choice) => ({ value: String(choice.value), label: choice.label }));
}
