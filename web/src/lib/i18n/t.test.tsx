import { render, screen } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { en } from './en';
import { t, tx } from './t';

describe('texts', () => {
  test('placeholders are filled in', () => {
    expect(t('credit.ring', { left: '1.00 USD', grant: '8.00 USD' })).toBe(
      'Your credit: 1.00 USD left of 8.00 USD',
    );
  });

  test('the form follows the count, and numbers are grouped', () => {
    expect(t('group.seatFree', { count: 1 })).toBe('One seat is free');
    expect(t('group.seatFree', { count: 2000 })).toBe('2,000 seats are free');
  });

  test('a value that ends with a full stop ends its sentence, too', () => {
    const ends = t('plan.ends', { date: '26. Dez' });
    expect(t('leave.leaving', { date: 'Dec.' })).not.toMatch(/\.\./);
    expect(t('plan.ends', { date: '26. Dez.' })).toBe(ends.replace('26. Dez', '26. Dez.').replace('..', '.'));
  });

  test('elements can be values', () => {
    render(<p>{tx('invited.by', { name: <b>Ada</b>, group: <i>Kitchen</i> })}</p>);
    expect(screen.getByText('Ada').tagName).toBe('B');
    expect(screen.getByRole('paragraph').textContent).toBe('Ada invites you to Kitchen.');
  });

  test.each([
    ['turns the direction', 'safe\u202egnp.exe'],
    ['is written from right to left', 'מטבח משפחתי'],
  ])('a name that %s does nothing to the sentence around it', (_, group) => {
    expect(t('leave.left', { group })).toBe(
      t('leave.left', { group: 'NAME' }).replace('NAME', `\u2068${group}\u2069`),
    );
  });

  test.each(['Kitchen', '厨房', 'Küche 🍲'])('%s stands in a sentence as it is', (group) => {
    expect(t('leave.left', { group })).toBe(t('leave.left', { group: 'NAME' }).replace('NAME', group));
  });

  test('every plural has a form for all numbers', () => {
    for (const [key, text] of Object.entries(en)) {
      expect(typeof text === 'string' || 'other' in text, key).toBe(true);
    }
  });
});
