import katex from 'katex';

/**
 * The element of a formula, or null if TeX cannot read it. Answers are untrusted: links, classes and files are refused
 * (`trust`), and what one formula may cost is bounded.
 *
 * KaTeX places its boxes with style attributes, which the page's security policy refuses in markup. So they are read
 * under another name, and then set one by one as properties, which the policy allows.
 */
export function typeset(tex: string, display: boolean): Element | null {
  let markup: string;
  try {
    markup = katex.renderToString(tex, {
      displayMode: display,
      trust: false,
      strict: 'ignore',
      maxSize: 20,
      maxExpand: 500,
    });
  } catch (error) {
    if (error instanceof katex.ParseError) {
      return null;
    }
    throw error;
  }
  // In KaTeX's markup a quote inside of a text or a value is always `&quot;`: this meets attributes only.
  const parsed = new DOMParser().parseFromString(markup.replaceAll(' style="', ' data-style="'), 'text/html');
  const formula = parsed.body.firstElementChild;
  for (const element of formula?.querySelectorAll<HTMLElement | SVGElement>('[data-style]') ?? []) {
    element.style.cssText = element.dataset.style ?? '';
    element.removeAttribute('data-style');
  }
  return formula;
}
