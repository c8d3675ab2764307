// Models write formulas in four ways: $x$, $$x$$, \(x\) and \[x\]. Here they all become the one that the markdown
// parser is told to read, $$; a lone dollar stays a dollar, because prices are more frequent than formulas.

const BLANK_LINE = /\n[ \t]*\n/;

/** What code or a formula can begin with. */
const MARK = /[`~\\$]/g;

/** A longer text is data, in which looking for formulas would stop the page. */
const TEXT_MAX_LENGTH = 200_000;
/** A longer formula would not be read by anybody; its mark stands for something else. */
const FORMULA_MAX_LENGTH = 5000;

/** The text with every formula between `$$`: display ones on lines of their own. Code is left alone. */
export function unifyFormulas(text: string): string {
  const none = !(text.includes('$') || text.includes('\\(') || text.includes('\\['));
  if (none || text.length > TEXT_MAX_LENGTH) {
    return text;
  }
  let out = '';
  for (let at = 0; at < text.length; ) {
    MARK.lastIndex = at;
    const mark = MARK.exec(text)?.index ?? text.length;
    const step = codeAt(text, mark) ?? formulaAt(text, mark) ?? { end: mark + 1, text: text[mark] ?? '' };
    out += text.slice(at, mark) + step.text;
    at = step.end;
  }
  return out;
}

type Step = { end: number; text: string };

/** Code that begins here: a fence at the start of a line, or a span of backticks. */
function codeAt(text: string, at: number): Step | null {
  const mark = text[at];
  if (mark === '\\' && /[`$\\]/.test(text[at + 1] ?? '')) {
    return { end: at + 2, text: text.slice(at, at + 2) };
  }
  if (mark !== '`' && mark !== '~') {
    return null;
  }
  let run = at;
  while (text[run] === mark) {
    run += 1;
  }
  const ticks = text.slice(at, run);
  const fenced = ticks.length >= 3 && /(?:^|\n)[ \t>]*$/.test(text.slice(Math.max(0, at - 40), at));
  if (fenced) {
    const close = new RegExp(`\\n[ \\t>]*${mark}{${ticks.length},}[ \\t]*(?=\\n|$)`, 'g');
    close.lastIndex = run;
    const found = close.exec(text);
    const end = found === null ? text.length : found.index + found[0].length;
    return { end, text: text.slice(at, end) };
  }
  if (mark === '~') {
    return { end: run, text: ticks };
  }
  const close = new RegExp(`(?<!\`)${ticks}(?!\`)`, 'g');
  close.lastIndex = run;
  const found = close.exec(text);
  const end = found === null ? run : found.index + ticks.length;
  return { end, text: text.slice(at, end) };
}

function formulaAt(text: string, at: number): Step | null {
  const two = text.slice(at, at + 2);
  if (two === '\\[' || two === '\\(') {
    const close = two === '\\[' ? '\\]' : '\\)';
    return between(text, at, close, two === '\\[');
  }
  if (two === '$$') {
    return between(text, at, '$$', true);
  }
  return text[at] === '$' ? single(text, at) : null;
}

/** A formula in marks of two characters. One that is not closed yet, in an answer being written, is left as it is. */
function between(text: string, at: number, close: string, display: boolean): Step | null {
  const length = text.slice(at + 2, at + 2 + FORMULA_MAX_LENGTH).indexOf(close);
  const found = at + 2 + length;
  const inner = text.slice(at + 2, found);
  if (length < 0 || inner.trim() === '' || BLANK_LINE.test(inner)) {
    return close === '$$' ? { end: at + 2, text: '$$' } : null;
  }
  const end = found + 2;
  const lineStart = text.lastIndexOf('\n', at - 1) + 1;
  const indent = text.slice(lineStart, at);
  const lineEnd = text.indexOf('\n', end);
  const rest = text.slice(end, lineEnd < 0 ? text.length : lineEnd);
  const alone = /^[ \t]*$/.test(indent) && /^[ \t]*[.,;]?[ \t]*$/.test(rest);
  if (display && alone) {
    const body = inner.trim().replace(/\n[ \t]*/g, `\n${indent}`);
    return { end, text: `$$\n${indent}${body}\n${indent}$$${rest.trim() === '' ? '' : `\n${indent}`}` };
  }
  return { end, text: `$$${inner.trim().replace(/\s*\n\s*/g, ' ')}$$` };
}

/** `$x$` by pandoc's rule: nothing blank just inside the dollars, no letter or digit just outside. */
function single(text: string, at: number): Step | null {
  if (/[\w$]/.test(text[at - 1] ?? '') || /[\s$]/.test(text[at + 1] ?? ' ')) {
    return null;
  }
  for (let end = at + 1; end < Math.min(text.length, at + FORMULA_MAX_LENGTH); end += 1) {
    if (text[end] === '\\') {
      end += 1;
    } else if (text[end] === '\n' && /^\n[ \t]*(?:\n|$)/.test(text.slice(end, end + 40))) {
      return null;
    } else if (text[end] === '$') {
      const closes = !/\s/.test(text[end - 1] ?? '') && !/[\w$]/.test(text[end + 1] ?? '');
      const inner = text.slice(at + 1, end);
      // A backtick inside means that the dollars stand apart, around code.
      return closes && !inner.includes('`')
        ? { end: end + 1, text: `$$${inner.replace(/\n/g, ' ')}$$` }
        : null;
    }
  }
  return null;
}
