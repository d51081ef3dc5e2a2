/** Chooses whether arcs stand over the text, of which heads, and whether they leave the query or arrive at the key. */
import { NativeSelect } from '@mantine/core';
import { memo } from 'react';
import { arcKinds, type View } from '../../document/view';
import { t } from '../../i18n/i18n';
import { useView } from '../AppContext';
import { useLanguage } from '../useLanguage';

/** Not drawn anew with each move of the cursor. */
export const ArcChoice = memo(function ArcChoice() {
  useLanguage();
  const arcs = useView((v) => v.arcs);
  const arcsInto = useView((v) => v.arcsInto);
  const set = useView((v) => v.set);
  return (
    <>
      <NativeSelect
        size="xs"
        aria-label={t('maps.arcs.label')}
        data-testid="arcs-of"
        data={arcKinds.map((kind) => ({ value: kind, label: t(`maps.arcs.kind.${kind}`) }))}
        value={arcs}
        onChange={(event) => set({ arcs: event.currentTarget.value as View['arcs'] })}
      />
      {arcs !== 'none' && (
        <NativeSelect
          size="xs"
          aria-label={t('maps.arcs.direction')}
          data-testid="arcs-direction"
          data={[
            { value: 'from', label: t('maps.arcs.from') },
            { value: 'into', label: t('maps.arcs.into') },
          ]}
          value={arcsInto ? 'into' : 'from'}
          onChange={(event) => set({ arcsInto: event.currentTarget.value === 'into' })}
        />
      )}
    </>
  );
});
