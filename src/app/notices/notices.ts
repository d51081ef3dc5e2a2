/** Sentences about what happened beside the training, each with its ways on, shown until they are closed. */
import { create } from 'zustand';

export interface Notice {
  /** A second notice of the same id takes the first one's place. */
  id: string;
  text: string;
  actions?: { label: string; run(): void }[];
  /** It waits for one of its actions and cannot be closed. */
  lasting?: boolean;
}

interface Notices {
  notices: Notice[];
  say(notice: Notice): void;
  close(id: string): void;
}

export const useNotices = create<Notices>()((set, get) => ({
  notices: [],
  say: (notice) => set({ notices: [...get().notices.filter(({ id }) => id !== notice.id), notice] }),
  close: (id) => set({ notices: get().notices.filter((notice) => notice.id !== id) }),
}));

export const { say, close: unsay } = useNotices.getState();
