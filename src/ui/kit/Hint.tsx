/**
 * Renders an element that says more about itself in a tooltip. Mantine's Tooltip is there only while it is seen: the page has
 * dozens of such elements, and as many tooltips took a tenth of its first drawing.
 */
import { Tooltip, type TooltipProps } from '@mantine/core';
import {
  cloneElement,
  type FocusEvent,
  type HTMLAttributes,
  type PointerEvent,
  type ReactElement,
  useEffect,
  useRef,
  useState,
} from 'react';
import { createPortal } from 'react-dom';

interface Props extends Pick<TooltipProps, 'label' | 'position' | 'multiline' | 'w' | 'maw'> {
  /** Milliseconds that the pointer rests on it before. */
  openDelay?: number;
  /** It is there to be read: the keyboard's focus and a touch open it too. */
  explains?: boolean;
  /** Takes the handlers of pointer and focus. */
  children: ReactElement<HTMLAttributes<HTMLElement>>;
}

export function Hint({ openDelay = 0, explains = false, children, ...tooltip }: Props) {
  const [target, setTarget] = useState<HTMLElement | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const close = () => {
    clearTimeout(timer.current);
    setTarget(null);
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  const { onPointerDown, onPointerEnter, onPointerLeave, onFocus, onBlur } = children.props;
  const element = cloneElement(children, {
    onPointerDown(event: PointerEvent<HTMLElement>) {
      onPointerDown?.(event);
      // What a press on it opens may lie where the tooltip does.
      if (event.currentTarget.hasAttribute('aria-haspopup')) close();
    },
    onPointerEnter(event: PointerEvent<HTMLElement>) {
      onPointerEnter?.(event);
      if (event.pointerType === 'touch' && !explains) return;
      const { currentTarget } = event;
      clearTimeout(timer.current);
      if (openDelay === 0) setTarget(currentTarget);
      else timer.current = setTimeout(() => setTarget(currentTarget), openDelay);
    },
    onPointerLeave(event: PointerEvent<HTMLElement>) {
      onPointerLeave?.(event);
      // A finger leaves as it is lifted.
      if (event.pointerType !== 'touch') close();
    },
    onFocus(event: FocusEvent<HTMLElement>) {
      onFocus?.(event);
      if (explains && event.currentTarget.matches(':focus-visible')) setTarget(event.currentTarget);
    },
    onBlur(event: FocusEvent<HTMLElement>) {
      onBlur?.(event);
      if (explains) close();
    },
  });
  return (
    <>
      {element}
      {target && <Open {...tooltip} target={target} onClose={close} />}
    </>
  );
}

/** The tooltip of an element; Escape closes it, and a press elsewhere. */
function Open({ target, onClose, ...tooltip }: TooltipProps & { target: HTMLElement; onClose: () => void }) {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') onClose();
    };
    const onPress = (event: globalThis.PointerEvent) => {
      if (!target.contains(event.target as Node)) onClose();
    };
    document.addEventListener('keydown', onKey);
    document.addEventListener('pointerdown', onPress);
    return () => {
      document.removeEventListener('keydown', onKey);
      document.removeEventListener('pointerdown', onPress);
    };
  });
  // It stands in words, too, where a block has no place. Mantine's own portal is left out in tests.
  return createPortal(<Tooltip {...tooltip} target={target} opened withinPortal={false} />, document.body);
}
