import { describe, expect, it, vi } from 'vitest';
import { ScrollOwner } from './scrollOwner';

/** A page of `height` seen through a window of 500, as a browser moves it. */
function page(height: number) {
  const at = { top: 0, height, view: 500 };
  const max = () => Math.max(0, at.height - at.view);
  const onChange = vi.fn();
  const owner = new ScrollOwner(
    {
      top: () => at.top,
      contentHeight: () => at.height,
      viewHeight: () => at.view,
      scrollTo: (top) => {
        at.top = Math.min(max(), Math.max(0, top));
      },
    },
    onChange,
  );
  return {
    at,
    owner,
    onChange,
    /** Somebody scrolls by so many pixels. */
    move(by: number) {
      at.top = Math.min(max(), Math.max(0, at.top + by));
      owner.scrolled();
    },
    /** The text grows or shrinks; a browser keeps the position within bounds and tells of it. */
    grow(by: number) {
      at.height += by;
      if (at.top > max()) {
        at.top = max();
        owner.scrolled();
      }
      owner.resized();
    },
    left: () => at.height - at.view - at.top,
  };
}

describe('the beginning of an answer', () => {
  it('stays in sight while it grows, and the end is a button away', () => {
    const { owner, grow, left, at } = page(2000);
    owner.toNewMessage();
    grow(400);
    expect(left()).toBe(0);
    const top = at.top;
    grow(300);
    grow(300);
    expect(at.top).toBe(top);
    expect(owner.away).toBe(true);
    owner.toEnd();
    grow(300);
    expect(left()).toBe(0);
  });
});

describe('at the end', () => {
  it('follows what grows', () => {
    const chat = page(800);
    chat.owner.toEnd();
    for (let line = 0; line < 20; line += 1) {
      chat.grow(24);
      chat.owner.scrolled();
      expect(chat.left()).toBe(0);
    }
  });

  it('follows from the first line, before there is anything to scroll', () => {
    const chat = page(300);
    chat.grow(600);
    expect(chat.left()).toBe(0);
  });

  it('stays pinned when the text shrinks, and when the window grows', () => {
    const chat = page(2000);
    chat.owner.toEnd();
    chat.grow(-300);
    expect([chat.left(), chat.owner.pinned]).toEqual([0, true]);
    chat.at.view = 700;
    chat.at.top = 1000;
    chat.owner.scrolled();
    chat.owner.resized();
    expect([chat.left(), chat.owner.pinned]).toEqual([0, true]);
  });
});

describe('somebody who scrolls', () => {
  it.each([2, 20, 300])('up by %i pixels is left alone', (by) => {
    const chat = page(2000);
    chat.owner.toEnd();
    chat.move(-by);
    const { top } = chat.at;
    chat.grow(200);
    chat.owner.scrolled();
    expect([chat.at.top, chat.owner.pinned]).toEqual([top, false]);
  });

  it('up while the text grows is left alone too', () => {
    const chat = page(2000);
    chat.owner.toEnd();
    chat.at.height += 100;
    chat.move(-30);
    chat.owner.resized();
    expect([chat.at.top, chat.owner.pinned]).toEqual([1470, false]);
  });

  it('down but not to the end is not pulled', () => {
    const chat = page(2000);
    chat.owner.toEnd();
    chat.move(-900);
    chat.move(300);
    chat.grow(100);
    expect([chat.at.top, chat.owner.pinned]).toEqual([900, false]);
  });

  it('back down to the end follows again', () => {
    const chat = page(2000);
    chat.owner.toEnd();
    chat.move(-900);
    chat.move(890);
    chat.grow(100);
    expect([chat.left(), chat.owner.pinned]).toEqual([0, true]);
  });
});

describe('the way back', () => {
  it('is offered while away, and taken by the button', () => {
    const chat = page(2000);
    chat.owner.toEnd();
    chat.move(-900);
    chat.owner.toEnd();
    expect(chat.onChange.mock.calls).toEqual([[true], [false]]);
    expect([chat.left(), chat.owner.pinned]).toEqual([0, true]);
  });
});

it('keeps what is seen in place when earlier messages appear above', () => {
  const chat = page(2000);
  chat.owner.toEnd();
  chat.move(-1500);
  chat.at.height += 4000;
  chat.owner.grewAbove(4000);
  chat.owner.scrolled();
  expect([chat.at.top, chat.owner.pinned]).toEqual([4000, false]);
});
