/** Shares the experiment on the page: as a link, or as files. */
import { Tabs } from '@mantine/core';
import { t } from '../../i18n/i18n';
import { useView } from '../AppContext';
import { ExportForm } from './ExportForm';
import { ShareForm } from './ShareForm';

export function ShareDialog() {
  const open = useView((v) => (v.dialog?.kind === 'export' ? 'export' : 'share'));
  const set = useView((v) => v.set);
  return (
    <Tabs
      value={open}
      keepMounted={false}
      onChange={(tab) => set({ dialog: { kind: tab === 'export' ? 'export' : 'share' } })}
    >
      <Tabs.List aria-label={t('share.ways')} mb="md">
        <Tabs.Tab value="share" data-testid="tab-link">
          {t('share.tabs.link')}
        </Tabs.Tab>
        <Tabs.Tab value="export" data-testid="tab-files">
          {t('share.tabs.files')}
        </Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="share">
        <ShareForm />
      </Tabs.Panel>
      <Tabs.Panel value="export">
        <ExportForm />
      </Tabs.Panel>
    </Tabs>
  );
}
