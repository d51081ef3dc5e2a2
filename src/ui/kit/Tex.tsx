/** Renders TeX with KaTeX; a block shrinks to the width it has. */
import katex from 'katex';
import 'katex/dist/katex.min.css';
import { useEffect, useRef } from 'react';

export function Tex({ tex, block = false }: { tex: string; block?: boolean }) {
  const target = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const element = target.current;
    if (!element) return;
    katex.render(tex, element, { displayMode: block, throwOnError: false });
    if (!block) return;
    const fit = () => {
      element.style.fontSize = '';
      const { clientWidth, scrollWidth } = element;
      if (scrollWidth > clientWidth) element.style.fontSize = `${clientWidth / scrollWidth}em`;
    };
    const observer = new ResizeObserver(fit);
    observer.observe(element);
    return () => observer.disconnect();
  }, [tex, block]);
  return <span ref={target} className={block ? 'tex-block' : undefined} />;
}
