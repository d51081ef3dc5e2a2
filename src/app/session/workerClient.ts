/** The page's line to its worker: opened by the first question, and anew by the first one after a crash. */
import { connectLab, type LabConnection } from '../../runtime/client';
import type { LabWorker } from '../../runtime/protocol';

let connection: LabConnection | null = null;
/** Refuses the answer of each question that is out: a worker that is gone will not. */
const waiting = new Set<(error: Error) => void>();
let onCrash = (message: string): string => message;

/** Says who is told, with a sentence, that the worker is gone. @param listener returns what those are told who wait */
export function whenCrashed(listener: (message: string) => string): void {
  onCrash = listener;
}

/** Asks the worker. Rejects with a sentence where it refuses, and where it crashes before it has answered. */
export function ask<T>(question: (lab: LabWorker) => Promise<T>): Promise<T> {
  connection ??= connectLab(crashed);
  const { lab } = connection;
  return new Promise<T>((resolve, reject) => {
    waiting.add(reject);
    question(lab)
      .then(resolve, reject)
      .finally(() => waiting.delete(reject));
  });
}

function crashed(message: string): void {
  connection?.terminate();
  connection = null;
  const said = onCrash(message);
  for (const refuse of waiting) refuse(new Error(said));
  waiting.clear();
}
