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
  const choose = (language: Language) =>
    chooseLanguage(language).catch(() =>
      notices.say({ id: 'language', text: () => t('header.language.failed', { language: language.name }) }),
    );
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
        {languages.map((language) => (
          <Menu.Item
            key={language.id}
            role="menuitemradio"
            aria-checked={language.id === spoken}
            lang={language.tag}
            data-testid={`language-${language.id}`}
            onClick={() => choose(language)}
          >
            {language.name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
