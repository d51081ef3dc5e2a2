/** Gets the message of what was thrown; errors of the lab have one that is written for the reader. */
export const errorMessage = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);
