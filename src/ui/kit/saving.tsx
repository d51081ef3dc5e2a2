/** Saves files that take a while to make, and tells why one could not be. */

import { useState } from 'react';
import type { App } from '../../app/app';
import { errorMessage } from '../../app/errorMessage';
import { fileName } from '../../format/fileName';
import { t } from '../../i18n/i18n';
import { download } from './download';

interface MadeFile {
  name: string;
  data: BlobPart;
  type: string;
}

export const zipType = 'application/zip';

/** Makes the file of the whole experiment, which is called after it. */
export const saveEverything = async ({ session, autosave }: App): Promise<MadeFile> => {
  const { name } = autosave.state.getState().current;
  return {
    name: `${fileName(name, 'experiment')}.zip`,
    data: await session.files.saveBundle(name),
    type: zipType,
  };
};

/** Saves one file at a time. */
export function useSaving() {
  const [busy, setBusy] = useState<string | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const save = async (what: string, make: () => Promise<MadeFile | null>) => {
    setBusy(what);
    setFailure(null);
    try {
      const made = await make();
      if (made) download(made.name, new Blob([made.data], { type: made.type }));
      else setFailure(t('kit.saving.changed'));
    } catch (error) {
      setFailure(errorMessage(error));
    } finally {
      setBusy(null);
    }
  };
  const alert = failure && (
    <p className="error" role="alert" data-testid="export-error">
      {failure}
    </p>
  );
  return { busy, save, alert };
}
