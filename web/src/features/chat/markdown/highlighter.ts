import {
  createCssVariablesTheme,
  createHighlighterCore,
  type GrammarState,
  type HighlighterCore,
  type ThemedToken,
} from 'shiki/core';
import { createJavaScriptRegexEngine } from 'shiki/engine/javascript';
import { type LanguageName, loadLanguage } from './languages';

// Colours come as CSS variables (code.css): no style sheet is written into the page, and light and dark switch alone.
const theme = createCssVariablesTheme({ name: 'potluck', variablePrefix: '--code-' });

const core: Promise<HighlighterCore> = createHighlighterCore({
  themes: [theme],
  langs: [],
  engine: createJavaScriptRegexEngine({ forgiving: true }),
});

/** Longer lines are data rather than code; colouring them would stop the page. */
const LINE_MAX_LENGTH = 2000;

/** One run of equal colour in a line. */
type CodeToken = Pick<ThemedToken, 'content' | 'color'>;
export type CodeLine = readonly CodeToken[];

/** So long one call may take. */
const PAINT_MS_MAX = 8;

/** Code as far as it is coloured, and the rest of it, which is not yet. */
export type Painted = { lines: readonly CodeLine[]; rest: string };

/** Colours code that grows at its end. */
export type Painter = {
  /** Colours for a moment; where `rest` is left, the next call goes on. A line that did not change since the last call is the same object. */
  paint(code: string): Painted;
};

/** A painter of its own for one block of code. */
export async function createPainter(language: LanguageName): Promise<Painter> {
  const highlighter = await core;
  await highlighter.loadLanguage(loadLanguage(language));
  /** Lines that ended with a line break, each with the grammar's state after it. */
  let closed: { source: string; tokens: CodeLine; state: GrammarState | undefined }[] = [];

  function line(source: string, state: GrammarState | undefined) {
    const lines = highlighter.codeToTokensBase(source, {
      lang: language,
      theme: 'potluck',
      tokenizeMaxLineLength: LINE_MAX_LENGTH,
      ...(state === undefined ? {} : { grammarState: state }),
    });
    return { tokens: lines[0] ?? [], state: highlighter.getLastGrammarState(lines) ?? state };
  }

  return {
    paint(code) {
      const sources = code.split('\n');
      const last = sources.pop() ?? '';
      const same = closed.findIndex(({ source }, index) => source !== sources[index]);
      closed = same < 0 ? closed.slice(0, sources.length) : closed.slice(0, same);
      const until = performance.now() + PAINT_MS_MAX;
      for (const source of sources.slice(closed.length)) {
        if (performance.now() > until) {
          break;
        }
        closed.push({ source, ...line(source, closed.at(-1)?.state) });
      }
      const lines = closed.map(({ tokens }) => tokens);
      return closed.length < sources.length
        ? { lines, rest: [...sources.slice(closed.length), last].join('\n') }
        : { lines: [...lines, line(last, closed.at(-1)?.state).tokens], rest: '' };
    },
  };
}
