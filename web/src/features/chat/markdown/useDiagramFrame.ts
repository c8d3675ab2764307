import { type RefObject, useEffect, useRef, useState } from 'react';
import type { DiagramAnswer, DiagramOrder } from '@/diagram/messages';
import { useShownTheme } from '@/lib/theme';

/** What takes longer than this is not drawn any more. */
const PATIENCE_MS = 10_000;
/** Higher ones scroll with the page; this only keeps a broken one from being endless. */
const HEIGHT_MAX = 4000;

/** Mermaid's names for colours, and the tokens that they are here. */
const COLORS: Record<string, string> = {
  background: '--raised',
  mainBkg: '--sunk',
  primaryColor: '--sunk',
  primaryTextColor: '--ink',
  primaryBorderColor: '--line-strong',
  secondaryColor: '--accent-soft',
  tertiaryColor: '--raised',
  lineColor: '--ink-soft',
  textColor: '--ink',
  noteBkgColor: '--accent-soft',
  noteTextColor: '--ink',
};

type DiagramFrame = {
  frame: RefObject<HTMLIFrameElement | null>;
  /** How high it is; null until it is drawn. */
  height: number | null;
  /** It cannot be drawn. */
  failed: boolean;
};

/** Has a diagram drawn in a frame, anew for another theme. */
export function useDiagramFrame(code: string): DiagramFrame {
  const frame = useRef<HTMLIFrameElement>(null);
  const [height, setHeight] = useState<number | null>(null);
  const [failed, setFailed] = useState(false);
  const [ready, setReady] = useState(false);
  const theme = useShownTheme();

  useEffect(() => {
    function heard({ source, data }: MessageEvent<Partial<DiagramAnswer> | null>) {
      if (
        source === null ||
        source !== frame.current?.contentWindow ||
        typeof data !== 'object' ||
        data === null
      ) {
        return;
      }
      if ('ready' in data) {
        setReady(true);
      } else if ('height' in data && typeof data.height === 'number' && data.height > 0) {
        setHeight(Math.min(data.height, HEIGHT_MAX));
      } else if ('drawn' in data) {
        setFailed(true);
      }
    }
    globalThis.addEventListener('message', heard);
    return () => globalThis.removeEventListener('message', heard);
  }, []);

  useEffect(() => {
    if (!ready) {
      return;
    }
    const style = getComputedStyle(document.documentElement);
    const colors = Object.entries(COLORS).map(([name, token]) => [
      name,
      style.getPropertyValue(token).trim(),
    ]);
    const order: DiagramOrder = {
      source: code,
      colors: Object.fromEntries(colors),
      dark: theme === 'dark',
    };
    // Its origin is opaque and has no name.
    frame.current?.contentWindow?.postMessage(order, '*');
  }, [ready, code, theme]);

  const waiting = ready && height === null;
  useEffect(() => {
    if (!waiting) {
      return;
    }
    const limit = setTimeout(() => setFailed(true), PATIENCE_MS);
    return () => clearTimeout(limit);
  }, [waiting]);

  return { frame, height, failed };
}
