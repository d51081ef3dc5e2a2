/** Opening what may not be had: a store says that it is under way, and why it failed. */
import type { StoreApi } from 'zustand/vanilla';
import { errorMessage } from './errorMessage';

/**
 * Attempts something, with what the store says meanwhile and after it; why it failed is left in its `error`, for the reader. Never rejects.
 * @param work resolves with false where it was not done, without an error
 * @returns whether it was done
 */
export async function attempt<S extends { error: string | null }>(
  store: Pick<StoreApi<S>, 'setState'>,
  { meanwhile, after }: { meanwhile: Partial<S>; after: Partial<S> },
  work: () => Promise<unknown>,
): Promise<boolean> {
  store.setState({ ...meanwhile, error: null } as Partial<S>);
  try {
    return (await work()) !== false;
  } catch (error) {
    store.setState({ error: errorMessage(error) } as Partial<S>);
    return false;
  } finally {
    store.setState(after);
  }
}
