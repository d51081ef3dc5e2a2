/** The address of a lesson's view for paper: `?print&lesson=mixing`. */

const params = () => new URLSearchParams(location.search);

export const isPrintInAddress = (): boolean => params().has('print');

/** Gives the address of a lesson's view for paper. @param id of the lesson */
export const printAddress = (id: string): string =>
  `${location.pathname}?print&lesson=${encodeURIComponent(id)}`;
