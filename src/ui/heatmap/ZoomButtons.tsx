/** Zooms into a large map, out of it, and shows all of it again. */
import { ActionIcon } from '@mantine/core';
import { Maximize2, ZoomIn, ZoomOut } from 'lucide-react';
import { t } from '../../i18n/i18n';
import { Hint } from '../kit/Hint';
import { zoomFactor } from './mapKeys';
import type { MapCursor } from './useMapCursor';

export function ZoomButtons({ cursor }: { cursor: MapCursor }) {
  const isWhole = cursor.pane.size === cursor.T;
  const buttons = [
    { id: 'in', key: '+', Icon: ZoomIn, disabled: false, act: () => cursor.zoom(zoomFactor, cursor.cell) },
    {
      id: 'out',
      key: '-',
      Icon: ZoomOut,
      disabled: isWhole,
      act: () => cursor.zoom(1 / zoomFactor, cursor.cell),
    },
    { id: 'all', key: '0', Icon: Maximize2, disabled: isWhole, act: cursor.seeAll },
  ] as const;
  return buttons.map(({ id, key, Icon, disabled, act }) => (
    <Hint key={id} label={t('maps.zoom.hint', { name: t(`maps.zoom.${id}`), key })}>
      <ActionIcon
        variant="default"
        size="lg"
        aria-label={t(`maps.zoom.${id}`)}
        data-testid={`zoom-${id}`}
        disabled={disabled}
        onClick={act}
      >
        <Icon size={18} />
      </ActionIcon>
    </Hint>
  ));
}
