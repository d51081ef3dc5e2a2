/** Names a cell whatever its seed, such as "recall/rndEmbQK+standard/w64-c32". */
export const groupId = ({ subject, stack, size }: { subject: string; stack: string; size: string }): string =>
  [subject, stack, size].join('/');
