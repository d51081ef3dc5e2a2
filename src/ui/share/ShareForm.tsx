/** Shares the experiment on the page as a link: to copy, as a QR code, for the system's share sheet, and as an iframe. */

import { Button, Checkbox } from '@mantine/core';
import { Share2 } from 'lucide-react';
import { useState } from 'react';
import type { SharedText } from '../../document/link/shared';
import { formatBytes } from '../../format/bytes';
import { markupText } from '../../format/markup';
import { formatCount } from '../../format/numbers';
import { isolated } from '../../format/visible';
import { shareSheet } from '../../platform/sharing';
import { useApp } from '../AppContext';
import { CiteExperiment } from './CiteExperiment';
import { CopyField } from './CopyField';
import { addressOf, currentCurves, currentText } from './currentLink';
import { maxQrCharacters, QrCode } from './QrCode';
import classes from './Share.module.css';

export function ShareForm() {
  const app = useApp();
  // As things are when it is opened: training continues behind it, and a code that moves cannot be scanned.
  const [{ text, curves }] = useState(() => ({ text: currentText(app), curves: currentCurves(app) }));
  const [withCurves, setWithCurves] = useState(false);
  const parts = { text, curves: withCurves ? curves : null };
  const url = addressOf(app, parts, { embed: false });
  const plainUrl = addressOf(app, { text, curves: null }, { embed: false });
  const scanned = url.length <= maxQrCharacters ? url : plainUrl;
  return (
    <div className={classes.form}>
      <p>
        The link holds the whole experiment: settings, stacks, names and where you are looking. With the same
        seed and the same kind of device it trains to the same curves. Nothing is sent anywhere: all of it is
        in the address.
      </p>
      {text && <TextNote text={text} />}
      <Checkbox
        label="With my curves"
        description={
          curves
            ? `Who opens the link sees them faintly behind their own. They add ${formatCount(
                addressOf(app, { text, curves }, { embed: false }).length - plainUrl.length,
              )} characters.`
            : 'There are none yet: train first.'
        }
        checked={withCurves}
        disabled={!curves}
        data-testid="with-curves"
        onChange={(event) => setWithCurves(event.currentTarget.checked)}
      />
      <div className={classes.columns}>
        <div className={classes.fields}>
          <CopyField
            label="Link"
            description={`${formatCount(url.length)} characters`}
            text={url}
            what="The link"
            testId="link"
          />
          <NativeShare url={url} />
          <CopyField
            label="Embed"
            description="For a page of your own: curves and a stack, which train on a click"
            text={iframe(addressOf(app, parts, { embed: true }))}
            what="The snippet"
            testId="snippet"
          />
          <CiteExperiment link={plainUrl} />
        </div>
        <figure className={classes.figure}>
          {scanned.length <= maxQrCharacters ? (
            <QrCode text={scanned} label="QR code of the link" />
          ) : (
            <p className="muted" data-testid="no-qr">
              With {formatCount(scanned.length)} characters the link is too long for a QR code that a camera
              reads well.
            </p>
          )}
          {scanned.length <= maxQrCharacters && scanned !== url && (
            <figcaption className="muted">Without the curves, which would make it too fine.</figcaption>
          )}
        </figure>
      </div>
    </div>
  );
}

function TextNote({ text }: { text: SharedText }) {
  return (
    <p className={classes.note} data-testid="share-text">
      {text.kind === 'text'
        ? `Your text “${isolated(text.name)}” is short enough to be in the link: whoever has the link can read it.`
        : `Your text “${isolated(text.name)}” (${formatBytes(text.bytes)}) is too long for a link. The link says which file it is; give that file along.`}
    </p>
  );
}

/** The system's own sheet, where the browser has one. */
function NativeShare({ url }: { url: string }) {
  const [error, setError] = useState<string | null>(null);
  const openSheet = shareSheet();
  if (!openSheet) return null;
  const share = async () => {
    setError(null);
    try {
      await openSheet({ title: 'Attention Lab', text: 'An experiment in Attention Lab', url });
    } catch (reason) {
      // Closing the sheet is no failure.
      if (reason instanceof Error && reason.name !== 'AbortError')
        setError(`The system did not take the link: ${reason.message}`);
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
        Share with an app…
      </Button>
      {error && (
        <p className="error" role="alert">
          {error}
        </p>
      )}
    </div>
  );
}

/** The snippet for another page. */
function iframe(url: string): string {
  return `<iframe src="${markupText(url)}" title="Attention Lab" width="100%" height="560" style="border:0" loading="lazy"></iframe>`;
}
