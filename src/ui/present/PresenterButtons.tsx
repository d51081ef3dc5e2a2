/** The buttons of the presenter's window that do in the hall what its keys do. */
import { Button } from '@mantine/core';
import type { HallState } from '../../app/present/messages';
import type { Presenter } from '../../app/present/presenter';
import { t } from '../../i18n/i18n';
import { ariaKeys } from '../actions/keys';
import classes from './Presenter.module.css';
import { hallActions } from './presenterKeys';

interface Props {
  presenter: Presenter;
  hall: HallState;
  /** No hall answers. */
  disabled: boolean;
}

export function PresenterButtons({ presenter, hall, disabled }: Props) {
  const pressed = { black: hall.black, code: hall.code, unlock: hall.unlocked };
  return (
    <div className={classes.buttons} role="toolbar" aria-label={t('present.presenter.controls')}>
      {hallActions.map(({ command, action }) => {
        const on = command in pressed ? pressed[command as keyof typeof pressed] : undefined;
        return (
          <Button
            key={command}
            variant={command === 'next' || on ? 'filled' : 'default'}
            disabled={disabled}
            aria-pressed={on}
            aria-keyshortcuts={ariaKeys(action.keys)}
            title={action.name()}
            onClick={() => presenter.do(command)}
            data-testid={`do-${command}`}
          >
            {t(`present.presenter.buttons.${command}`)}
          </Button>
        );
      })}
    </div>
  );
}
