/** Which rows of a table are open, by id. */
import { xor } from 'es-toolkit';
import { useState } from 'react';

export function useOpenRows(): { isOpen(id: string): boolean; toggle(id: string): void } {
  const [open, setOpen] = useState<readonly string[]>([]);
  return {
    isOpen: (id) => open.includes(id),
    toggle: (id) => setOpen((before) => xor(before, [id])),
  };
}
