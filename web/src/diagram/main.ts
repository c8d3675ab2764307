import mermaid from 'mermaid';
import type { DiagramAnswer, DiagramOrder } from './messages';

// The page that draws a diagram. It runs in a sandboxed frame with an origin of its own and without a network: what a model
// wrote is drawn here, and can reach neither the app nor anybody else. It knows nothing but the diagram's text.

/** Longer ones are data rather than diagrams; drawing them would never end. */
const CHARACTERS_MAX = 20_000;
const EDGES_MAX = 400;
/** What browsers say where one of mermaid's files, one for each kind of diagram, could not be fetched. */
const PART_MISSING = /dynamically imported module|Importing a module script failed/;

function answer(message: DiagramAnswer): void {
  // The app's origin is not known here, and there is nothing in it that others must not read.
  globalThis.parent.postMessage(message, '*');
}

async function draw({ source, colors, dark }: DiagramOrder): Promise<void> {
  mermaid.initialize({
    startOnLoad: false,
    securityLevel: 'strict',
    suppressErrorRendering: true,
    htmlLabels: false,
    maxTextSize: CHARACTERS_MAX,
    maxEdges: EDGES_MAX,
    theme: 'base',
    fontFamily: 'system-ui, sans-serif',
    themeVariables: { darkMode: dark, ...colors },
  });
  const { svg } = await mermaid.render('diagram', source);
  document.body.innerHTML = svg;
  answer({ drawn: true, height: Math.ceil(document.body.getBoundingClientRect().height) });
}

globalThis.addEventListener('message', ({ source, data }: MessageEvent<DiagramOrder>) => {
  if (source === globalThis.parent) {
    draw(data).catch((error: unknown) => answer({ drawn: false, missing: PART_MISSING.test(String(error)) }));
  }
});
// From here on there is somebody to draw.
answer({ ready: true });

globalThis.addEventListener('resize', () => {
  if (document.querySelector('svg') !== null) {
    answer({ drawn: true, height: Math.ceil(document.body.getBoundingClientRect().height) });
  }
});
