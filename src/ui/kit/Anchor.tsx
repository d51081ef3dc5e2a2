/** Renders a link within a `Sentence`, whose text stands in the catalogue. */
import type { ReactNode } from 'react';

export function Anchor({ href, children }: { href: string; children?: ReactNode }) {
  return <a href={href}>{children}</a>;
}
