/** Renders TeX with KaTeX, once that is loaded; a block shrinks to the width it has. */
import { useEffect, useRef } from 'react';

export function Tex({ tex, block = false }: { tex: string; block?: boolean }) {
  const target = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const element = target.current;
    if (!element) return;
    let isShown = true;
    import('./katex')
      .then(({ render }) => {
        if (isShown) render(tex, element, { displayMode: block, throwOnError: false });
      })
      // Without a network, before the files are kept: the source says it too.
      .catch(() => {
        if (isShown) element.textContent = tex;
      });
    const hide = () => {
      isShown = false;
    };
    if (!block) return hide;
    const fit = () => {
      element.style.fontSize = '';
      const { clientWidth, scrollWidth } = element;
      if (scrollWidth > clientWidth) element.style.fontSize = `${clientWidth / scrollWidth}em`;
    };
    const observer = new ResizeObserver(fit);
    observer.observe(element);
    return () => {
      hide();
      observer.disconnect();
    };
  }, [tex, block]);
  return <span ref={target} className={block ? 'tex-block' : undefined} />;
}
