/** Hands a link to the system's own sheet, where the browser has one. */
import { Button } from '@mantine/core';
import { Share2 } from 'lucide-react';
import { useState } from 'react';
import { t } from '../../i18n/i18n';
import { shareSheet } from '../../platform/sharing';

export function NativeShare({ url }: { url: string }) {
  const [error, setError] = useState<string | null>(null);
  const openSheet = shareSheet();
  if (!openSheet) return null;
  const share = async () => {
    setError(null);
    try {
      await openSheet({ title: 'Attention Lab', text: t('share.native.text'), url });
    } catch (reason) {
      // Closing the sheet is no failure.
      if (reason instanceof Error && reason.name !== 'AbortError')
        setError(t('share.native.failed', { reason: reason.message }));
    }
  };
  return (
    <div>
      <Button
        size="xs"
        variant="default"
        leftSection={<Share2 size={16} />}
        data-testid="native-share"
        onClick={() => void share()}
      >
        {t('share.native.open')}
      </Button>
      {error && (
        <p className="error" role="alert">
          {error}
        </p>
      )}
    </div>
  );
}
