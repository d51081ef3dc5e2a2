/** The menu of the page's languages, each by the name that its speakers give it. */

import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { Languages } from 'lucide-react';
import { chooseLanguage } from '../app/language';
import { t } from '../i18n/i18n';
import { type Language, languageOf, languages } from '../i18n/languages';
import { useApp } from './AppContext';
import { useLanguage } from './useLanguage';

export function LanguageMenu() {
  const { notices } = useApp();
  const spoken = useLanguage();
  const choose = (id: string) => {
    const language = languageOf(id) as Language;
    chooseLanguage(language).catch(() =>
      notices.say({ id: 'language', text: () => t('header.language.failed', { language: language.name }) }),
    );
  };
  const label = t('header.language.label', { language: languageOf(spoken)?.name });
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Tooltip label={label}>
          <ActionIcon variant="default" size="input-xs" aria-label={label} data-testid="language">
            <Languages size={20} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.RadioGroup value={spoken} onChange={choose}>
          {languages.map(({ id, tag, name }) => (
            <Menu.RadioItem key={id} value={id} lang={tag} data-testid={`language-${id}`} closeMenuOnClick>
              {name}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  );
}
