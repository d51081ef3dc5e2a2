/** Fields of the editor's forms: a choice from a list, and a number that the lesson may refuse. */
import { NativeSelect } from '@mantine/core';
import type { Run } from '../../../experiment/schema';
import { isolated } from '../../../format/visible';
import { entryName } from '../../../format/words';
import { t } from '../../../i18n/i18n';
import { type CurveQuantityId, curveQuantityIds, foundQuantities } from '../../../lessons/measures';

interface ChoiceProps<T extends string> {
  label: string;
  value: T;
  data: readonly { value: T; label: string }[];
  testId?: string;
  onChange(value: T): void;
}

export function ChoiceField<T extends string>({ label, value, data, testId, onChange }: ChoiceProps<T>) {
  return (
    <NativeSelect
      size="sm"
      label={label}
      value={value}
      data={data.map((one) => ({ ...one }))}
      data-testid={testId}
      onChange={(event) => onChange(event.currentTarget.value as T)}
    />
  );
}

interface RunProps {
  value: string;
  runs: readonly Run[];
  onChange(run: string): void;
}

/** One of the step's runs; one that it lacks is shown by its id. */
export function RunField({ value, runs, onChange }: RunProps) {
  const known = runs.map(({ id, name }) => ({ value: id, label: isolated(name) }));
  const isThere = runs.some(({ id }) => id === value);
  return (
    <ChoiceField
      label={t('lessonWriting.form.run')}
      value={value}
      data={isThere ? known : [{ value, label: value }, ...known]}
      onChange={onChange}
    />
  );
}

interface CurveQuantityProps {
  value: CurveQuantityId;
  onChange(of: CurveQuantityId): void;
}

/** A quantity that has a curve. */
export function CurveQuantityField({ value, onChange }: CurveQuantityProps) {
  return (
    <ChoiceField label={t('lessonWriting.form.of')} value={value} data={curveChoices()} onChange={onChange} />
  );
}

interface QuantityProps {
  value: string;
  onChange(of: string): void;
}

/** A quantity of a curve or of an evaluation. */
export function QuantityField({ value, onChange }: QuantityProps) {
  const found = foundQuantities.map((one) => ({ value: one.id, label: entryName('metrics', one) }));
  return (
    <ChoiceField
      label={t('lessonWriting.form.of')}
      value={value}
      data={[...curveChoices(), ...found]}
      testId="quantity"
      onChange={onChange}
    />
  );
}

const curveChoices = () =>
  curveQuantityIds.map((id) => ({ value: id, label: t(`lessons.quantities.${id}`) }));
