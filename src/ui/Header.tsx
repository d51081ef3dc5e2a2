/** Shows the title and the engine, and has the buttons of sharing, library, theme and help. */

import { ActionIcon, Tooltip, useMantineColorScheme } from '@mantine/core';
import { CircleHelp, Cpu, FolderOpen, Moon, Share2, Sun, SunMoon } from 'lucide-react';
import classes from './App.module.css';
import { useRuns } from './AppContext';
import { help, library, share } from './actions/pageActions';
import { ActionButton, ActionIconButton } from './kit/ActionButton';

export function Header() {
  return (
    <header className={classes.header}>
      <h1>Attention Lab</h1>
      <p className={classes.tagline}>
        Take attention apart: train small language models, a variant for each layer.
      </p>
      <Engine />
      <div className={classes.tools}>
        <ActionButton action={share} icon={Share2} variant="default" size="sm" className={classes.share} />
        <ActionIconButton action={library} icon={FolderOpen} />
        <ThemeToggle />
        <ActionIconButton action={help} icon={CircleHelp} />
      </div>
    </header>
  );
}

const engineNames = { webgpu: 'Graphics card', processor: 'Processor', cpu: 'JavaScript' };

/** What trains, and why that. */
function Engine() {
  const engine = useRuns((r) => r.engine);
  return (
    <p className={classes.engine} data-testid="engine-info">
      <Cpu size={16} aria-hidden="true" />
      {engine ? (
        <span>
          {engineNames[engine.name]} · {engine.adapter}
          {engine.name === 'webgpu' && engine.software && ' (software)'}
          <span className={classes.reason}>{engine.reason}</span>
        </span>
      ) : (
        'Starting the engine…'
      )}
    </p>
  );
}

const themes = {
  auto: { next: 'light', icon: SunMoon, name: 'as the system' },
  light: { next: 'dark', icon: Sun, name: 'light' },
  dark: { next: 'auto', icon: Moon, name: 'dark' },
} as const;

function ThemeToggle() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const { next, icon: Icon, name } = themes[colorScheme];
  const label = `Theme: ${name}. Change to ${themes[next].name}.`;
  return (
    <Tooltip label={label}>
      <ActionIcon
        variant="default"
        size="lg"
        aria-label={label}
        data-testid="theme"
        onClick={() => setColorScheme(next)}
      >
        <Icon size={20} />
      </ActionIcon>
    </Tooltip>
  );
}
