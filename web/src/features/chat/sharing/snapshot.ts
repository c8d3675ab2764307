import type { TranscriptLine } from '../Transcript';

/** What a shared link shows. */
export type Snapshot = { title: string; lines: readonly TranscriptLine[] };

/** What was opened, if it is a snapshot: whoever made it may have sealed anything. */
export function asSnapshot(opened: unknown): Snapshot | null {
  if (!isRecord(opened) || typeof opened.title !== 'string' || !Array.isArray(opened.lines)) {
    return null;
  }
  const lines = opened.lines.map(asLine);
  return lines.includes(null) ? null : { title: opened.title, lines: lines as TranscriptLine[] };
}

function asLine(line: unknown): TranscriptLine | null {
  if (!isRecord(line) || typeof line.text !== 'string' || typeof line.created_at !== 'string') {
    return null;
  }
  const { role, text, created_at, model, files } = line;
  if ((role !== 'user' && role !== 'assistant') || Number.isNaN(Date.parse(created_at))) {
    return null;
  }
  const names = Array.isArray(files) ? files.filter((name) => typeof name === 'string') : [];
  return { role, text, created_at, model: typeof model === 'string' ? model : null, files: names };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
