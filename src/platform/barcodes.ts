/**
 * Reads QR codes from pictures and opens the camera. `BarcodeDetector` is of secure contexts, and not of every browser: elsewhere
 * a decoder in script takes its place.
 */

interface Detector {
  detect(source: ImageBitmapSource): Promise<{ rawValue: string }[]>;
}

interface DetectorClass {
  new (options: { formats: string[] }): Detector;
  getSupportedFormats(): Promise<string[]>;
}

type Picture = ImageBitmap | HTMLVideoElement;

/** Returns the text of each code of a picture, none where it has none; rejects where the picture cannot be read. */
export type QrReader = (source: Picture) => Promise<string[]>;

/** Most pixels of a side that are looked at: a canvas of Safari's has at most 16 million. */
const mostPixels = 4000;

/** Milliseconds for second looks at a blurred or skewed picture; a camera's next one comes after 250. */
const patience = 150;

/** Resolves with what reads the codes of a picture. Rejects where the script for it could not be fetched. */
export async function qrReader(): Promise<QrReader> {
  return (await ownDetector()) ?? scriptDetector();
}

async function ownDetector(): Promise<QrReader | null> {
  try {
    const { BarcodeDetector } = globalThis as { BarcodeDetector?: DetectorClass };
    if (!BarcodeDetector || !(await BarcodeDetector.getSupportedFormats()).includes('qr_code')) return null;
    const detector = new BarcodeDetector({ formats: ['qr_code'] });
    return async (source) => (await detector.detect(source)).map(({ rawValue }) => rawValue);
  } catch {
    return null;
  }
}

async function scriptDetector(): Promise<QrReader> {
  const { decodeQRBatch } = await import('qr/decode.js');
  return async (source) => {
    const picture = pixelsOf(source);
    const { width, height } = picture;
    const [found = []] = await decodeQRBatch([picture], {
      maxSize: { width, height },
      timeLimit: patience,
    });
    return found.filter((code) => typeof code === 'string');
  };
}

function pixelsOf(source: Picture): ImageData {
  const [width, height] =
    source instanceof HTMLVideoElement
      ? [source.videoWidth, source.videoHeight]
      : [source.width, source.height];
  const scale = Math.min(1, mostPixels / Math.max(width, height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(scale * width);
  canvas.height = Math.round(scale * height);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('The browser gave no canvas to look at the picture.');
  context.drawImage(source, 0, 0, canvas.width, canvas.height);
  return context.getImageData(0, 0, canvas.width, canvas.height);
}

/** Why there is no camera: refused, none there, taken by another program, or a page that may have none. */
export type NoCamera = 'refused' | 'none' | 'taken' | 'notHere';

/** Errors of `getUserMedia` (Media Capture and Streams, section 10.3). */
const reasons: Record<string, NoCamera> = {
  NotAllowedError: 'refused',
  NotFoundError: 'none',
  OverconstrainedError: 'none',
  NotReadableError: 'taken',
  AbortError: 'taken',
  SecurityError: 'notHere',
};

/** Opens the camera that looks away from the reader, sharp enough for a code of a thousand characters. Never rejects. */
export async function openCamera(): Promise<MediaStream | NoCamera> {
  try {
    return await navigator.mediaDevices.getUserMedia({
      video: { facingMode: 'environment', width: { ideal: 1280 }, height: { ideal: 720 } },
    });
  } catch (error) {
    // Pages by http have no `mediaDevices` at all.
    return (error instanceof DOMException && reasons[error.name]) || 'notHere';
  }
}
