// @vitest-environment node
import { describe, expect, test } from 'vitest';
import css from './tokens.css?raw';

type Rgb = readonly [number, number, number];
type Lab = readonly [number, number, number];
type Matrix = readonly [Rgb, Rgb, Rgb];

const [, light = '', dark = ''] =
  /:root \{([^}]*)\}\s*:root\[data-theme="dark"\] \{([^}]*)\}/.exec(css) ?? [];
const themes = { light: colors(light), dark: colors(dark) };

function colors(block: string): Map<string, Rgb> {
  return new Map(
    [...block.matchAll(/--([\w-]+): #([0-9a-f]{6})/g)].map(([, name = '', hex = '']) => [name, linear(hex)]),
  );
}

function linear(hex: string): Rgb {
  const channel = (at: number) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(0), channel(2), channel(4)];
}

/** WCAG 2.2 contrast. */
function contrast(a: Rgb, b: Rgb): number {
  const luminance = ([red, green, blue]: Rgb) => 0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05;
  const [one, other] = [luminance(a), luminance(b)];
  return Math.max(one, other) / Math.min(one, other);
}

const apply = (matrix: Matrix, [r, g, b]: Rgb): Rgb =>
  matrix.map(([x, y, z]) => Math.min(1, Math.max(0, x * r + y * g + z * b))) as unknown as Rgb;

/** What people without one kind of cone see (Machado, Oliveira, Fernandes 2009, severity 1). */
const SIGHT: Record<string, Matrix> = {
  full: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

function oklab([r, g, b]: Rgb): Lab {
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

/** About four times the smallest difference that people notice side by side. */
const APART = 0.08;

describe.each(Object.entries(themes))('%s', (_name, theme) => {
  const color = (name: string): Rgb => {
    const found = theme.get(name);
    if (found === undefined) {
      throw new Error(`tokens.css has no --${name}`);
    }
    return found;
  };

  test.each([
    ...['ink', 'ink-soft', 'ink-faint', 'accent-text', 'good', 'warn', 'bad'].flatMap((text) =>
      ['paper', 'raised', 'sunk'].map((ground) => [text, ground] as const),
    ),
    ['on-accent', 'accent'],
    ['on-accent', 'accent-hover'],
    ['ink', 'accent-soft'],
    ['ink', 'bad-soft'],
    ['ink-soft', 'bad-soft'],
    ['bad', 'bad-soft'],
    ['paper', 'ink'],
  ] as const)('%s is readable on %s', (text, ground) => {
    expect(contrast(color(text), color(ground))).toBeGreaterThanOrEqual(4.5);
  });

  test.each(
    ['line-strong', 'accent', 'seat-1', 'seat-2', 'seat-3', 'seat-4', 'seat-5'].flatMap((shape) =>
      ['paper', 'raised'].map((ground) => [shape, ground] as const),
    ),
  )('%s can be seen on %s', (shape, ground) => {
    expect(contrast(color(shape), color(ground))).toBeGreaterThanOrEqual(3);
  });

  test.each(Object.entries(SIGHT))('the five members are told apart with %s sight', (_sight, matrix) => {
    const seats = [1, 2, 3, 4, 5].map((seat) => oklab(apply(matrix, color(`seat-${seat}`))));
    for (const [index, one] of seats.entries()) {
      for (const [other, two] of seats.entries()) {
        if (other > index) {
          const apart = Math.hypot(one[0] - two[0], one[1] - two[1], one[2] - two[2]);
          expect(apart, `seats ${index + 1} and ${other + 1}`).toBeGreaterThanOrEqual(APART);
        }
      }
    }
  });
});
