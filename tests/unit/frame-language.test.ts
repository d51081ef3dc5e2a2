// @vitest-environment happy-dom
// A frame's language is its reader's: the one that was chosen in this browser, else the browser's, and no link's.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openInLanguage } from '../../src/app/language';
import { siteName } from '../../src/app/siteName';
import { i18n } from '../../src/i18n/i18n';

const address = location.href;

// Another file may have left its choice.
beforeEach(() => localStorage.clear());
afterEach(async () => {
  localStorage.clear();
  vi.restoreAllMocks();
  history.replaceState(null, '', address);
  await i18n.changeLanguage('en');
});

it('takes the choice that was kept, else the browser’s language, and nothing of its address', async () => {
  history.replaceState(null, '', '/lab/?embed&lang=en&lesson=mixing');
  vi.spyOn(navigator, 'languages', 'get').mockReturnValue(['de-AT', 'en']);
  await openInLanguage();
  expect(i18n.language).toBe('de');
  expect(document.documentElement.lang).toBe('de');
  localStorage.setItem(siteName('language'), 'zh');
  await openInLanguage();
  expect(i18n.language).toBe('zh');
});
