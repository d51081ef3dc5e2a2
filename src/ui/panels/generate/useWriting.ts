/** One continuation of each run at a time, token by token as they are sampled. */
import { useState } from 'react';
import { errorMessage } from '../../../app/errorMessage';
import type { Run } from '../../../experiment/schema';
import type { GenerateRequest, ReadPrompt, WrittenToken } from '../../../runtime/protocol';
import { useApp } from '../../AppContext';

/** What was written, and by what. */
export interface Written {
  /** Runs as they were called when they were asked. */
  runs: readonly Pick<Run, 'id' | 'name'>[];
  prompt: string;
  /** What the models read of the prompt; null until they did. */
  read: ReadPrompt | null;
  /** By run id. */
  tokens: Readonly<Record<string, readonly WrittenToken[]>>;
}

export function useWriting() {
  const { session, document } = useApp();
  const [written, setWritten] = useState<Written | null>(null);
  const [writing, setWriting] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const write = async (request: GenerateRequest) => {
    const all: readonly Run[] = document.experiment.getState().experiment.runs;
    const runs = all.filter(({ id }) => request.runIds.includes(id));
    setWriting(true);
    setError(null);
    setWritten({ runs, prompt: request.prompt, read: null, tokens: {} });
    // All runs write a token in each round: what has come since the last frame is drawn with it.
    let pending: WrittenToken[] = [];
    let frame = 0;
    const show = () => {
      cancelAnimationFrame(frame);
      frame = 0;
      const fresh = pending;
      pending = [];
      setWritten((now) => now && { ...now, tokens: withTokens(now.tokens, fresh) });
    };
    try {
      await session.generation.run(
        request,
        (token) => {
          pending.push(token);
          frame ||= requestAnimationFrame(show);
        },
        (read) => setWritten((now) => now && { ...now, read }),
        document.view.getState().moment,
      );
    } catch (failure) {
      setError(errorMessage(failure));
    } finally {
      show();
      setWriting(false);
      setWritten((now) => (now && Object.keys(now.tokens).length > 0 ? now : null));
    }
  };
  return { written, writing, error, write };
}

function withTokens(before: Written['tokens'], fresh: readonly WrittenToken[]): Written['tokens'] {
  const after: Record<string, WrittenToken[]> = {};
  for (const token of fresh) {
    const own = after[token.runId] ?? [...(before[token.runId] ?? [])];
    own.push(token);
    after[token.runId] = own;
  }
  return { ...before, ...after };
}
