// What the lab of version 1 stored, as it was recorded: arrays stand in the JSON by their type and their bytes.
import type { Saved } from '../../src/document/records';

export interface Dump {
  databaseVersion: number;
  stores: {
    entries: { value: Saved['entry'] }[];
    contents: { value: Saved['contents'] }[];
    texts: { key: string; value: Saved['ownText'] }[];
    checkpoints: { key: [string, string]; value: Saved['checkpoints'][string] }[];
  };
  /** Of the runs that go on, trained to the end without a break. */
  lossesAtTheEnd: Record<string, number[]>;
}

const arrays = { Float32Array, Float64Array, Int32Array };

/** Makes of JSON what was written: `{array, base64}` is an array again. */
export const revive = (_key: string, value: unknown): unknown => {
  const { array, base64 } = (value ?? {}) as { array?: keyof typeof arrays; base64?: string };
  if (array === undefined || base64 === undefined) return value;
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  return new arrays[array](bytes.buffer);
};
