import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Tooltip } from 'radix-ui';
import { describe, expect, it, vi } from 'vitest';
import { Markdown } from './Markdown';
import { safeUrl } from './safeUrl';

function show(text: string, growing = false) {
  return render(
    <Tooltip.Provider>
      <Markdown text={text} growing={growing} />
    </Tooltip.Provider>,
  );
}

describe('untrusted text', () => {
  it.each([
    ['javascript:alert(1)', null],
    ['JaVaScRiPt:alert(1)', null],
    ['java\nscript:alert(1)', null],
    ['\u0001javascript:alert(1)', null],
    ['data:text/html,<script>alert(1)</script>', null],
    ['vbscript:x', null],
    ['blob:https://example.org/1', null],
    ['file:///etc/passwd', null],
    ['/api/v1/auth/sign-out', null],
    ['//example.org', null],
    ['#user-content-x', null],
    ['', null],
    ['https://example.org/a?b=c', 'https://example.org/a?b=c'],
    ['http://example.org', 'http://example.org/'],
    ['mailto:bo@example.org', 'mailto:bo@example.org'],
  ])('a link to %j leads to %j', (url, safe) => {
    expect(safeUrl(url)).toBe(safe);
  });

  it('opens links elsewhere, and tells their hosts nothing', () => {
    show('[here](https://example.org) and <https://example.com>');
    for (const link of screen.getAllByRole('link')) {
      expect(link).toMatchObject({ target: '_blank', rel: 'noopener noreferrer nofollow' });
    }
    expect(screen.getAllByRole('link')).toHaveLength(2);
  });

  it.each([
    '[x](javascript:alert(1))',
    '[x](JAVASCRIPT:alert(1))',
    '[x](/settings)',
    '[x](data:text/html;base64,PHNjcmlwdD4=)',
    '<javascript:alert(1)>',
    '[x][1]\n\n[1]: javascript:alert(1)',
    '![x](javascript:alert(1))',
  ])('makes no link of %s', (text) => {
    show(text);
    expect(screen.queryByRole('link')).toBeNull();
    expect(document.querySelector('[href], [src]')).toBeNull();
  });

  it.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '<iframe src="https://example.org"></iframe>',
    'so <b onclick="alert(1)">bold</b>',
    '<svg><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>',
    '<style>body{display:none}</style>',
    '<a href="javascript:alert(1)">x</a>',
  ])('shows %s as text', (text) => {
    const { container } = show(text);
    expect(container.querySelector('script, img, iframe, b, svg, style, a')).toBeNull();
    expect(container.textContent).toContain('<');
  });

  it('loads no picture: it is a link that one may follow', () => {
    const { container } = show('![A chart](https://example.org/track.png)');
    expect(container.querySelector('img')).toBeNull();
    expect(screen.getByRole('link', { name: 'A chart' })).toMatchObject({
      href: 'https://example.org/track.png',
    });
  });

  it('writes no style attribute into markup', () => {
    const spy = vi.spyOn(Element.prototype, 'setAttribute');
    show('| a | b |\n|:-:|--:|\n| 1 | 2 |');
    expect(spy.mock.calls.filter(([name]) => name === 'style')).toEqual([]);
  });

  it.each([
    '\\href{javascript:alert(1)}{x}',
    '\\url{javascript:alert(1)}',
    '\\includegraphics{https://example.org/x.png}',
    '\\htmlStyle{color:red}{x}',
  ])('a formula can do nothing but be drawn: %s', async (tex) => {
    const { container } = show(`$$\n${tex}\n$$`);
    await waitFor(() => expect(container.querySelector('.katex')).not.toBeNull());
    expect(container.querySelector('a, img, [href], [src]')).toBeNull();
  });
});

describe('formulas', () => {
  it('are drawn, with MathML for screen readers, and without style attributes in markup', async () => {
    const spy = vi.spyOn(Element.prototype, 'setAttribute');
    const { container } = show('It is $\\sqrt{\\frac{a}{b}}$ and costs $5.');
    await waitFor(() => expect(container.querySelector('math')).not.toBeNull());
    expect(container.querySelector('[data-style]')).toBeNull();
    expect(container.querySelector<HTMLElement>('.katex-html .vlist [style]')?.style.length).toBeGreaterThan(
      0,
    );
    expect(spy.mock.calls.filter(([name]) => name === 'style')).toEqual([]);
    expect(container.textContent).toContain('costs $5.');
  });

  it('show their source when TeX cannot read them', async () => {
    show('$$\n\\frac{a\n$$');
    expect(await screen.findByText('\\frac{a')).toBeTruthy();
  });
});

describe('code', () => {
  it('has its language, wraps and is copied as it is', async () => {
    const user = userEvent.setup();
    const { container } = show('```js\nconst a = 1;\n\nlet b;\n```');
    expect(screen.getByText('js')).toBeTruthy();
    await waitFor(() => expect(container.querySelectorAll('code span').length).toBeGreaterThan(2));
    expect(container.querySelector('code')?.textContent).toBe('const a = 1;\n\nlet b;');
    await user.click(screen.getByRole('button', { name: 'Copy code' }));
    expect(await navigator.clipboard.readText()).toBe('const a = 1;\n\nlet b;');
    const wrap = screen.getByRole('button', { name: 'Wrap long lines' });
    await user.click(wrap);
    expect(wrap.getAttribute('aria-pressed')).toBe('true');
  });

  it('needs no parser: a long fence that grows is not read again from its beginning', () => {
    const lines = Array.from({ length: 4000 }, (_, line) => `line ${line}`).join('\n');
    const { container } = show(`Text:\n\`\`\`\n${lines}`, true);
    expect(container.querySelector('code')?.textContent).toBe(lines);
    expect(container.querySelectorAll('figure')).toHaveLength(1);
  });

  it('of a language that nobody knows is plain', () => {
    const { container } = show('```brainfuck\n+++.\n```');
    expect(container.querySelector('code')?.textContent).toBe('+++.');
  });
});

describe('writing directions', () => {
  it('each paragraph, list and table has that of its own words', () => {
    const { container } = show('# a\n\nb\n\n- c\n\n> d\n\n| e |\n|---|\n| f |');
    for (const name of ['h3', 'p', 'ul', 'blockquote', 'table']) {
      expect(container.querySelector(name), name).toHaveAttribute('dir', 'auto');
    }
  });
});

it('a megabyte on one line is data: it is shown as it is, and nothing looks for markdown in it', () => {
  const line = '**x** $y$ [z](https://example.org) '.repeat(30_000);
  const { container } = show(line);
  expect(container.textContent).toHaveLength(line.length);
  expect(container.querySelector('strong, a')).toBeNull();
});

it('draws only the end of a growing answer again', () => {
  const { container, rerender } = show('First.\n\nSecond **bo', true);
  const [first] = container.querySelectorAll('p');
  const text = first?.firstChild;
  rerender(
    <Tooltip.Provider>
      <Markdown text={'First.\n\nSecond **bold** text.\n\nThird'} growing />
    </Tooltip.Provider>,
  );
  expect(container.querySelector('p')).toBe(first);
  expect(container.querySelector('p')?.firstChild).toBe(text);
  expect(container.querySelector('strong')?.textContent).toBe('bold');
});
