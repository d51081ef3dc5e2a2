/** Reads QR codes from pictures, where the browser can: `BarcodeDetector` is of secure contexts, and not of every browser. */

interface Detector {
  detect(source: ImageBitmapSource): Promise<{ rawValue: string }[]>;
}

interface DetectorClass {
  new (options: { formats: string[] }): Detector;
  getSupportedFormats(): Promise<string[]>;
}

export type QrReader = (source: ImageBitmapSource) => Promise<string[]>;

/** Returns what reads the codes of a picture; null where the browser has nothing. Never rejects; reading may. */
export async function qrReader(): Promise<QrReader | null> {
  try {
    const { BarcodeDetector } = globalThis as { BarcodeDetector?: DetectorClass };
    if (!BarcodeDetector || !(await BarcodeDetector.getSupportedFormats()).includes('qr_code')) return null;
    const detector = new BarcodeDetector({ formats: ['qr_code'] });
    return async (source) => (await detector.detect(source)).map(({ rawValue }) => rawValue);
  } catch {
    return null;
  }
}

/** Opens the camera that looks away from the reader; rejects with the browser's error where it may not. */
export async function openCamera(): Promise<MediaStream> {
  return navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
}
