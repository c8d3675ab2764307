const LIST_ITEM = /^(?:[-*+]|\d{1,9}[.)])(?:\s|$)/;
const FENCE = /^(\s*)(`{3,}|~{3,})(.*)$/;
const DEFINITION = /^ {0,3}\[[^\]\n]+\]:\s*\S/m;

/**
 * Cuts markdown into blocks that can be drawn apart from each other, so that a growing answer draws only its last one
 * again. Joined, they are the text. It cuts only where it is sure: between top-level blocks, never inside fences,
 * formulas or lists. A text with link or footnote definitions stays whole, as those reach everywhere.
 */
export function splitBlocks(text: string): string[] {
  if (DEFINITION.test(text)) {
    return [text];
  }
  const blocks: string[] = [];
  let start = 0;
  let fence: string | null = null;
  let math = false;
  let list = false;
  let afterBlank = false;
  let afterFence = false;
  let empty = true;
  for (let at = 0; at < text.length; ) {
    const end = text.indexOf('\n', at);
    const next = end < 0 ? text.length : end + 1;
    const line = text.slice(at, end < 0 ? next : end);
    const mark = FENCE.exec(line);
    if (fence !== null) {
      if (mark?.[2]?.startsWith(fence) && mark[3]?.trim() === '') {
        // A fence that closes at the margin closes its block with it.
        afterFence = mark[1] === '';
        fence = null;
      }
    } else if (math) {
      math = line.trim() !== '$$';
    } else if (line.trim() === '') {
      afterBlank = !empty;
    } else {
      const margin = !/^\s/.test(line);
      const opensFence = mark !== null && (mark[2]?.[0] === '~' || !mark[3]?.includes('`'));
      const cut =
        margin && (afterFence || (opensFence && !empty) || (afterBlank && !(list && LIST_ITEM.test(line))));
      if (cut) {
        blocks.push(text.slice(start, at));
        start = at;
        empty = true;
      }
      if (empty) {
        list = LIST_ITEM.test(line);
        empty = false;
      }
      fence = opensFence ? (mark?.[2] ?? null) : null;
      math = line.trim() === '$$';
      afterBlank = false;
      afterFence = false;
    }
    at = next;
  }
  if (start < text.length) {
    blocks.push(text.slice(start));
  }
  return blocks;
}

/** What a block of code alone says. */
export type Fence = { language: string; code: string };

const OPENING = /^(`{3,}|~{3,})[ \t]*([^\s`&\\]*)[^`&\\\n]*(?:\n|$)/;

/**
 * The code in a block that is one fence at the margin and nothing else; null for any other block. It needs no markdown parser, which
 * long code would keep busy at every token. What only a parser understands (escapes in the language, other line ends) is left to it.
 */
export function fenceIn(block: string): Fence | null {
  const opening = block.includes('\r') ? null : OPENING.exec(block);
  if (opening === null) {
    return null;
  }
  const [head, mark = '', language = ''] = opening;
  const closing = new RegExp(`^ {0,3}${mark[0]}{${mark.length},}[ \\t]*$`, 'm');
  const body = block.slice(head.length);
  const end = closing.exec(body);
  if (end === null) {
    return { language, code: body.replace(/\n$/, '') };
  }
  const isAlone = body.slice(end.index + end[0].length).trim() === '';
  return isAlone ? { language, code: body.slice(0, end.index).replace(/\n$/, '') } : null;
}
