/** The edge between curves and dock, dragged by pointer or moved by the arrow keys. */

import type { KeyboardEvent, PointerEvent } from 'react';
import { useStore } from 'zustand';
import { t } from '../../i18n/i18n';
import { dockRange, dockShare, setDockShare } from './dockShare';
import classes from './Layout.module.css';

/** Percent that a key moves it by. */
const keyStep = 5;

export function Splitter() {
  const percent = useStore(dockShare, (share) => share.percent);
  const onPointer = (event: PointerEvent<HTMLElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const box = event.currentTarget.parentElement?.getBoundingClientRect();
    if (box) setDockShare((100 * (box.bottom - event.clientY)) / box.height);
  };
  const onKey = (event: KeyboardEvent) => {
    const to: Record<string, number> = {
      ArrowUp: percent + keyStep,
      ArrowDown: percent - keyStep,
      Home: dockRange[1],
      End: dockRange[0],
    };
    const target = to[event.key];
    if (target === undefined) return;
    event.preventDefault();
    setDockShare(target);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: an hr cannot be moved
    <div
      className={classes.splitter}
      role="separator"
      tabIndex={0}
      aria-label={t('layout.splitter.label')}
      aria-orientation="horizontal"
      aria-valuenow={percent}
      aria-valuemin={dockRange[0]}
      aria-valuemax={dockRange[1]}
      aria-valuetext={t('layout.splitter.height', { percent })}
      data-testid="splitter"
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={onPointer}
      onKeyDown={onKey}
    />
  );
}
