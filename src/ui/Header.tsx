/** Shows the experiment's name and the engine, and has the buttons of saved experiments, sharing, language, theme and help. */

import { ActionIcon, useMantineColorScheme } from '@mantine/core';
import {
  CircleHelp,
  FolderOpen,
  GraduationCap,
  Grid3x3,
  Moon,
  Presentation,
  Share2,
  Sun,
  SunMoon,
} from 'lucide-react';
import { type KeyboardEvent, startTransition, useState } from 'react';
import { firstCharacters } from '../data/characters';
import { limits } from '../experiment/schema';
import { worded } from '../format/words';
import { t } from '../i18n/i18n';
import type { EngineInfo } from '../runtime/protocol';
import { useApp, useAutosave, useRuns } from './AppContext';
import { atlas, help, lessons, library, share } from './actions/pageActions';
import { present } from './actions/presentActions';
import { engineReason } from './engineReason';
import classes from './Header.module.css';
import { ActionButton, ActionIconButton } from './kit/ActionButton';
import { Hint } from './kit/Hint';
import { LanguageMenu } from './LanguageMenu';

export function Header() {
  return (
    <header className={classes.header}>
      <h1>{t('kit.lab')}</h1>
      <ExperimentName />
      <Engine />
      <div className={classes.tools}>
        <ActionButton action={library} icon={FolderOpen} variant="default" size="xs" />
        <ActionButton action={lessons} icon={GraduationCap} variant="default" size="xs" />
        <ActionButton action={atlas} icon={Grid3x3} variant="default" size="xs" />
        <ActionButton action={share} icon={Share2} variant="default" size="xs" />
        <ActionIconButton action={present} icon={Presentation} size="input-xs" />
        <LanguageMenu />
        <ThemeToggle />
        <ActionIconButton action={help} icon={CircleHelp} size="input-xs" />
      </div>
    </header>
  );
}

/** The name that the experiment is saved under: edited in place, kept by Enter or on leaving, put back by Escape. */
function ExperimentName() {
  const { autosave } = useApp();
  const name = useAutosave(({ current }) => current.name);
  const [typed, setTyped] = useState<string | null>(null);
  const commit = () => {
    const given = typed?.trim();
    if (given && given !== name) autosave.rename(given);
    setTyped(null);
  };
  const onKey = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Escape') setTyped(null);
    if (event.key === 'Enter') event.currentTarget.blur();
  };
  return (
    <input
      className={classes.name}
      aria-label={t('header.experimentName.label')}
      title={t('header.experimentName.title')}
      data-testid="experiment-name"
      value={typed ?? name}
      onChange={(event) => setTyped(firstCharacters(event.currentTarget.value, limits.nameLength))}
      onBlur={commit}
      onKeyDown={onKey}
    />
  );
}

/** What trains; why it is that, on hover and in the settings. */
function Engine() {
  const engine = useRuns((r) => r.engine);
  return (
    <p
      className={classes.engine}
      data-testid="engine-info"
      title={engine ? worded(engineReason(engine)) : undefined}
    >
      {engine ? engineText(engine) : t('header.engine.starting')}
    </p>
  );
}

const engineText = ({ name, adapter, software }: EngineInfo) =>
  t(`header.engine.${name === 'webgpu' && software ? 'webgpuSoftware' : name}`, { adapter });

const themes = {
  auto: { next: 'light', icon: SunMoon },
  light: { next: 'dark', icon: Sun },
  dark: { next: 'auto', icon: Moon },
} as const;

function ThemeToggle() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const { next, icon: Icon } = themes[colorScheme];
  const label = t(`header.theme.${colorScheme}`);
  return (
    <Hint label={label}>
      <ActionIcon
        variant="default"
        size="input-xs"
        aria-label={label}
        data-testid="theme"
        // The style sheet's colours change at once; what React draws in colours of its own follows.
        onClick={() => startTransition(() => setColorScheme(next))}
      >
        <Icon size={20} />
      </ActionIcon>
    </Hint>
  );
}
