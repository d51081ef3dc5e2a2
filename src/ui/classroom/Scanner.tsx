/** Reads codes that are held before the camera, one after the other, each once. */
import { useEffect, useRef, useState } from 'react';
import { t } from '../../i18n/i18n';
import { type NoCamera, openCamera, type QrReader, qrReader } from '../../platform/barcodes';
import classes from './Class.module.css';

/** Milliseconds between two looks. */
const interval = 250;

export function Scanner({ onCode }: { onCode(text: string): void }) {
  const video = useRef<HTMLVideoElement>(null);
  const [missing, setMissing] = useState<NoCamera | 'decoder' | null>(null);
  const taken = useRef(onCode);
  taken.current = onCode;
  useEffect(() => {
    let stream: MediaStream | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let over = false;
    const seen = new Set<string>();
    const look = async (reader: QrReader) => {
      const { current } = video;
      // A picture that is not sharp yet, or none at all, is no fault: the next one comes.
      const codes = current && current.readyState >= 2 ? await reader(current).catch(() => []) : [];
      if (over) return;
      const fresh = codes.filter((code) => !seen.has(code));
      for (const code of fresh) seen.add(code);
      if (fresh.length > 0) taken.current(fresh.join('\n'));
      timer = setTimeout(() => void look(reader), interval);
    };
    const stop = () => {
      for (const track of stream?.getTracks() ?? []) track.stop();
    };
    const start = async () => {
      const reader = await qrReader().catch(() => null);
      if (over) return;
      if (!reader) return setMissing('decoder');
      const opened = await openCamera();
      if (typeof opened === 'string') return setMissing(opened);
      stream = opened;
      if (over || !video.current) return stop();
      video.current.srcObject = opened;
      await video.current.play().catch(console.warn);
      void look(reader);
    };
    void start();
    return () => {
      over = true;
      clearTimeout(timer);
      stop();
    };
  }, []);
  if (missing)
    return (
      <p className="error" role="alert" data-testid="no-camera">
        {t(`class.in.noCamera.${missing}`)}
      </p>
    );
  return (
    <>
      <p className="muted">{t('class.in.scanning')}</p>
      <video ref={video} className={classes.camera} muted playsInline aria-label={t('class.in.scanning')} />
    </>
  );
}
