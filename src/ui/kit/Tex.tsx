/** An equation of the registry, set by KaTeX. */
import katex from 'katex';
import 'katex/dist/katex.min.css';
import { useEffect, useRef } from 'react';

export function Tex({ tex, block = false }: { tex: string; block?: boolean }) {
  const target = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    if (target.current) katex.render(tex, target.current, { displayMode: block, throwOnError: false });
  }, [tex, block]);
  return <span ref={target} className={block ? 'tex-block' : undefined} />;
}
