/** Checkpoints along the way in the database of saved experiments: their keys tell all but the tensors, and are read alone. */
import type { KeptCheckpoint } from '../../train/packedCheckpoint';
import type { TrailEntry } from '../session/trail';
import { type Database, runsOf, storable, storesBlobs, type TrailKey } from './database';
import type { DatabaseConnection } from './databaseConnection';

/** Where the checkpoints of one experiment are kept. Each method rejects with the storage's error. */
export interface TrailStorage {
  entries(): Promise<TrailEntry[]>;
  read(entry: TrailEntry): Promise<KeptCheckpoint | undefined>;
  /** Deletes some and adds at most one, or does nothing where that fails. */
  change(
    dropped: readonly TrailEntry[],
    added: { entry: TrailEntry; checkpoint: KeptCheckpoint } | null,
  ): Promise<void>;
}

/** Keeps them with a saved experiment. */
export function trailStorage(database: DatabaseConnection, id: string): TrailStorage {
  const keyOf = ({ training, step, rateFactor, bytes }: TrailEntry): TrailKey => [
    id,
    training,
    step,
    rateFactor,
    bytes,
  ];
  return {
    entries: () =>
      database.use(async (db) =>
        (await db.getAllKeys('trail', runsOf(id))).map(([, training, step, rateFactor, bytes]) => ({
          training,
          step,
          rateFactor,
          bytes,
        })),
      ),
    read: (entry) => database.use((db) => db.get('trail', keyOf(entry))),
    change: (dropped, added) =>
      database.use(async (db) => {
        const stored = added && (await storable(added.checkpoint, await storesBlobs(db)));
        const transaction = db.transaction('trail', 'readwrite');
        const { store } = transaction;
        await Promise.all([
          ...dropped.map((entry) => store.delete(keyOf(entry))),
          stored && store.put(stored, keyOf(added.entry)),
          transaction.done,
        ]);
      }),
  };
}

/** Sums up the bytes of checkpoints along the way, by the id of the saved experiment. */
export async function trailBytesOf(db: Database): Promise<Map<string, number>> {
  const sums = new Map<string, number>();
  for (const [id, , , , bytes] of await db.getAllKeys('trail')) sums.set(id, (sums.get(id) ?? 0) + bytes);
  return sums;
}
