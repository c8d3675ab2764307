/** What the frame is asked to draw; the colours by mermaid's names for them. */
export type DiagramOrder = { source: string; colors: Record<string, string>; dark: boolean };

/**
 * What the frame says of itself; `missing`: what draws this kind of diagram could not be fetched. It is not trusted: whoever listens checks
 * each field.
 */
export type DiagramAnswer =
  | { ready: true }
  | { drawn: true; height: number }
  | { drawn: false; missing: boolean };
