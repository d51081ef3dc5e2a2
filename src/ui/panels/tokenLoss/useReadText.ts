/** What runs make of a text, read when it is asked for. */
import { useState } from 'react';
import { errorMessage } from '../../../app/errorMessage';
import type { ReadText } from '../../../runtime/protocol';
import { useApp } from '../../AppContext';

export interface ReadAtMoment extends ReadText {
  /** That it was asked for; null for the runs as they were then. */
  moment: number | null;
}

export function useReadText() {
  const { session } = useApp();
  const [read, setRead] = useState<ReadAtMoment | null>(null);
  const [reading, setReading] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const start = async (runIds: string[], text: string, moment: number | null) => {
    setReading(true);
    setError(null);
    try {
      const found = await session.generation.read(runIds, text, moment);
      // Stopped, it leaves what was read before.
      if (found) setRead({ ...found, moment });
    } catch (failure) {
      setError(errorMessage(failure));
    } finally {
      setReading(false);
    }
  };
  return { read, reading, error, start };
}
