/** Renders the button of an action: label, key, whether it is enabled and what it does are the action's. */
import { ActionIcon, type ActionIconProps, Button, type ButtonProps } from '@mantine/core';
import type { LucideIcon } from 'lucide-react';
import type { Action } from '../actions/action';
import { keyText } from '../actions/keys';
import { Hint } from './Hint';
import { useAction, useLabel } from './useAction';

/** Milliseconds: who knows the button is not shown its tooltip. */
const tooltipDelay = 500;

interface Props extends Pick<ButtonProps, 'size' | 'variant' | 'className'> {
  action: Action;
  icon: LucideIcon;
  iconSize?: number;
  /** The action's id where it is left out. */
  testId?: string;
}

export function ActionButton({ action, icon: Icon, iconSize = 18, testId = action.id, ...rest }: Props) {
  const label = useLabel(action);
  return (
    <Hint label={tooltipOf(action)} position="bottom" multiline maw={280} openDelay={tooltipDelay}>
      <Button {...rest} {...useAction(action)} leftSection={<Icon size={iconSize} />} data-testid={testId}>
        {label}
      </Button>
    </Hint>
  );
}

interface IconProps extends Pick<Props, 'action' | 'icon'> {
  size?: ActionIconProps['size'];
}

/** Renders it as an icon alone, the label for screen readers and as a tooltip. */
export function ActionIconButton({ action, icon: Icon, size = 'lg' }: IconProps) {
  const label = useLabel(action);
  return (
    <Hint label={tooltipOf(action)} multiline maw={280} openDelay={tooltipDelay}>
      <ActionIcon
        {...useAction(action)}
        variant="default"
        size={size}
        aria-label={label}
        data-testid={action.id}
      >
        <Icon size={20} />
      </ActionIcon>
    </Hint>
  );
}

const tooltipOf = ({ name, keys }: Action) =>
  keys[0] === undefined ? name() : `${name()} (${keyText(keys[0])})`;
