import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import type { DiagramOrder } from '@/diagram/messages';
import { onLive } from '@/lib/events/live';
import { useShownTheme } from '@/lib/theme';

/** What takes longer than this is not drawn any more. */
const PATIENCE_MS = 10_000;
/** A page that draws has said that it is ready when it is loaded, or a moment later on a busy device. */
const SAYS_SO_MS = 1000;
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

/** How it stands with a drawing. */
type Drawing =
  | { status: 'waiting' }
  | { status: 'drawn'; height: number }
  /** It is no diagram, or one that takes too long. */
  | { status: 'impossible' }
  /** What draws could not be fetched; tried again when the connection is back, or the server, or when somebody wants it. */
  | { status: 'missing' };

type DiagramFrame = {
  frame: RefObject<HTMLIFrameElement | null>;
  drawing: Drawing;
  onLoad(): void;
  /** Has what draws fetched again. */
  again(): void;
};

const WAITING: Drawing = { status: 'waiting' };

/** Has a diagram drawn in a frame, anew for another theme. The frame is to be there unless what draws is missing. */
export function useDiagramFrame(code: string): DiagramFrame {
  const frame = useRef<HTMLIFrameElement>(null);
  const [drawing, setDrawing] = useState(WAITING);
  /** How far the frame's page has come: it says itself that it is ready, and an error's page says nothing. */
  const [page, setPage] = useState<'coming' | 'loaded' | 'ready'>('coming');
  const theme = useShownTheme();
  const { status } = drawing;

  useEffect(() => {
    function heard({ source, data }: MessageEvent<Partial<Record<string, unknown>> | null>) {
      if (
        source === null ||
        source !== frame.current?.contentWindow ||
        typeof data !== 'object' ||
        data === null
      ) {
        return;
      }
      if ('ready' in data) {
        setPage('ready');
      } else if (typeof data.height === 'number' && data.height > 0) {
        setDrawing({ status: 'drawn', height: Math.min(data.height, HEIGHT_MAX) });
      } else if ('drawn' in data) {
        setDrawing({ status: data.missing === true ? 'missing' : 'impossible' });
      }
    }
    globalThis.addEventListener('message', heard);
    return () => globalThis.removeEventListener('message', heard);
  }, []);

  useEffect(() => {
    if (page !== 'ready') {
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
  }, [page, code, theme]);

  useEffect(() => {
    if (status !== 'waiting' || page === 'coming') {
      return;
    }
    const limit =
      page === 'ready'
        ? setTimeout(() => setDrawing({ status: 'impossible' }), PATIENCE_MS)
        : setTimeout(() => setDrawing({ status: 'missing' }), SAYS_SO_MS);
    return () => clearTimeout(limit);
  }, [status, page]);

  const again = useCallback(() => {
    setPage('coming');
    setDrawing(WAITING);
  }, []);

  useEffect(() => {
    if (status !== 'missing') {
      return;
    }
    const stopLive = onLive(({ name }) => name === 'hello' && again());
    globalThis.addEventListener('online', again);
    return () => {
      stopLive();
      globalThis.removeEventListener('online', again);
    };
  }, [status, again]);

  return {
    frame,
    drawing,
    onLoad: () => setPage((before) => (before === 'coming' ? 'loaded' : before)),
    again,
  };
}
