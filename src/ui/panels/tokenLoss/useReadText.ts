/** What runs make of a text, read when it is asked for. */
import { useState } from 'react';
import { errorMessage } from '../../../app/errorMessage';
import type { ReadText } from '../../../runtime/protocol';
import { useApp } from '../../AppContext';

export function useReadText() {
  const { session } = useApp();
  const [read, setRead] = useState<ReadText | null>(null);
  const [reading, setReading] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const start = async (runIds: string[], text: string) => {
    setReading(true);
    setError(null);
    try {
      setRead((await session.generation.read(runIds, text)) ?? null);
    } catch (failure) {
      setError(errorMessage(failure));
    } finally {
      setReading(false);
    }
  };
  return { read, reading, error, start };
}
