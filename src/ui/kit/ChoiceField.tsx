/** Renders a field for one of a few values: segments side by side, or a list where they would be too narrow to hit. */
import { Input, NativeSelect, SegmentedControl } from '@mantine/core';
import { useId } from 'react';
import classes from './fields.module.css';

/** More would be too narrow to hit. */
const mostSegments = 7;
/** Characters of all choices together that fit beside each other on a phone, in the usual size and in a smaller one. */
const mostCharacters = 20;
const mostSmallCharacters = 36;

interface Props {
  label: string;
  help?: string;
  /** A value that is none of the choices leaves every segment unchosen. */
  value: string;
  choices: readonly { value: string; label: string }[];
  /** Why the last choice was refused, or null. */
  error: string | null;
  testId: string;
  onChoose(value: string): void;
}

export function ChoiceField({ label, help, value, choices, error, testId, onChoose }: Props) {
  const labelId = useId();
  const alert = error && <span role="alert">{error}</span>;
  const characters = choices.reduce((sum, choice) => sum + choice.label.length, 0);
  if (choices.length > mostSegments || characters > mostSmallCharacters) {
    return (
      <NativeSelect
        className={classes.wide}
        label={label}
        description={help}
        error={alert}
        data-testid={testId}
        value={value}
        data={[...choices]}
        onChange={(event) => onChoose(event.currentTarget.value)}
      />
    );
  }
  return (
    <div className={classes.wide}>
      <div className={classes.label}>
        <Input.Label labelElement="div" id={labelId}>
          {label}
        </Input.Label>
        <Input.Description>{help}</Input.Description>
      </div>
      <SegmentedControl
        fullWidth
        size={characters > mostCharacters ? 'xs' : 'sm'}
        aria-labelledby={labelId}
        data-testid={testId}
        value={value}
        data={[...choices]}
        onChange={onChoose}
      />
      {alert && <Input.Error mt={4}>{alert}</Input.Error>}
    </div>
  );
}
