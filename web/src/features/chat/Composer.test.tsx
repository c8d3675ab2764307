import { act, fireEvent, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Tooltip } from 'radix-ui';
import type { ComponentProps } from 'react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Problem } from '@/lib/api/problem';
import { adoptSession, forget } from '@/lib/api/session';
import type { Attachment, Model } from '@/lib/api/types';
import { session } from '@/test/samples';
import { announcement } from '@/ui/announce';
import { toasts } from '@/ui/toasts';
import { type PendingFile, pendingFiles, takeFiles } from './attachments/pending';
import { Composer } from './Composer';
import { draftOf } from './drafts';

const deeds = { onSend: vi.fn(), onStop: vi.fn(), onEditLast: vi.fn() };

function model(id: string, name: string): Model {
  return { id, name, provider: 'sim' } as Model;
}

const file = { key: 1, name: 'menu.txt', bytes: 4, preview: null };
const attachment = { id: 'f', name: 'menu.txt', bytes: 4 } as Attachment;
const onItsWay: PendingFile = { ...file, state: { status: 'sending', part: 0.5 } };
const there: PendingFile = { ...file, state: { status: 'sent', attachment } };

type Shown = Partial<
  Pick<ComponentProps<typeof Composer>, 'running' | 'stopping' | 'place' | 'models' | 'onChooseModel'>
>;

function show({ running = false, stopping = false, place = 'c', ...more }: Shown = {}) {
  const user = userEvent.setup();
  const view = render(
    <Tooltip.Provider>
      <Composer
        place={place}
        placeholder="Reply"
        running={running}
        stopping={stopping}
        tools={null}
        meter={null}
        {...deeds}
        {...more}
      />
    </Tooltip.Provider>,
  );
  return { user, field: screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Message' }), ...view };
}

beforeEach(() => {
  for (const deed of Object.values(deeds)) {
    deed.mockReset();
  }
  draftOf('c').set('');
  draftOf('d').set('');
  pendingFiles('c').set([]);
  toasts.set([]);
});

describe('a file that is on its way', () => {
  it('is waited for, and then the message goes by itself, once', async () => {
    const { user, field } = show();
    act(() => pendingFiles('c').set([onItsWay]));
    await user.type(field, 'What is there to eat?{Enter}');
    expect(deeds.onSend).not.toHaveBeenCalled();
    expect(screen.getByRole('button', { name: 'Sent as soon as the files are there' })).toBeVisible();
    act(() => pendingFiles('c').set([there]));
    expect(deeds.onSend).toHaveBeenCalledExactlyOnceWith('What is there to eat?', [attachment]);
    expect(field.value).toBe('');
  });

  it('is not waited for by who goes on writing', async () => {
    const { user, field } = show();
    act(() => pendingFiles('c').set([onItsWay]));
    await user.type(field, 'What is there{Enter} to eat?');
    act(() => pendingFiles('c').set([there]));
    expect(deeds.onSend).not.toHaveBeenCalled();
    expect(field.value).toBe('What is there to eat?');
  });

  it('and is taken out again takes the message along to nowhere', async () => {
    const { user, field } = show();
    const other = { ...there, key: 2 };
    act(() => pendingFiles('c').set([other, onItsWay]));
    await user.type(field, 'What is there to eat?{Enter}');
    act(() => pendingFiles('c').set([other]));
    expect(deeds.onSend).not.toHaveBeenCalled();
    expect(field.value).toBe('What is there to eat?');
    expect(screen.getByRole('button', { name: 'Send' })).toBeVisible();
  });

  it('without a text, and taken out again, leaves nothing to send', async () => {
    const { user, field } = show();
    act(() => pendingFiles('c').set([onItsWay]));
    await user.type(field, '{Enter}');
    act(() => pendingFiles('c').set([]));
    expect(deeds.onSend).not.toHaveBeenCalled();
  });

  it('waits for nothing once the text is another, whoever changed it', async () => {
    const { user, field } = show();
    act(() => pendingFiles('c').set([onItsWay]));
    await user.type(field, 'What is there to eat?{Enter}');
    act(() => draftOf('c').set('What is there to drink?'));
    act(() => pendingFiles('c').set([there]));
    expect(deeds.onSend).not.toHaveBeenCalled();
    expect(field.value).toBe('What is there to drink?');
  });

  it('is not waited for elsewhere, which is said; the message stays', async () => {
    const { user, field, unmount } = show();
    act(() => pendingFiles('c').set([onItsWay]));
    await user.type(field, 'What is there to eat?{Enter}');
    unmount();
    await vi.waitUntil(() => toasts.get().length > 0);
    expect(toasts.get()).toMatchObject([{ text: 'The message that waited for its files is not sent yet.' }]);
    act(() => pendingFiles('c').set([there]));
    expect(deeds.onSend).not.toHaveBeenCalled();
    expect(draftOf('c').get()).toBe('What is there to eat?');
  });

  it('and went with its message says nothing when its composer goes', async () => {
    const { user, field, unmount } = show();
    act(() => pendingFiles('c').set([onItsWay]));
    await user.type(field, 'What is there to eat?{Enter}');
    deeds.onSend.mockImplementation(unmount);
    act(() => pendingFiles('c').set([there]));
    expect(deeds.onSend).toHaveBeenCalledOnce();
    await new Promise((resolve) => setTimeout(resolve));
    expect(toasts.get()).toEqual([]);
  });

  it('ends with the session, and nothing is sent', async () => {
    adoptSession(session());
    const { user, field } = show();
    act(() => pendingFiles('c').set([onItsWay]));
    await user.type(field, 'What is there to eat?{Enter}');
    act(() => forget());
    expect(pendingFiles('c').get()).toEqual([]);
    expect(deeds.onSend).not.toHaveBeenCalled();
  });

  it('goes with whoever sends the same by another way first, and not again', async () => {
    const { user, field } = show();
    act(() => pendingFiles('c').set([onItsWay]));
    await user.type(field, 'What is there to eat?{Enter}');
    act(() => {
      takeFiles('c');
      draftOf('c').set('');
    });
    expect(deeds.onSend).not.toHaveBeenCalled();
  });

  it('that is refused leaves the message where it is', async () => {
    const { user, field } = show();
    act(() => pendingFiles('c').set([onItsWay]));
    await user.type(field, 'What is there to eat?{Enter}');
    const problem = new Problem({ code: 'network', status: 0, title: '', detail: '' });
    act(() => pendingFiles('c').set([{ ...file, state: { status: 'refused', problem } }]));
    const send = screen.getByRole('button', {
      name: 'A file did not get through: send it again or remove it',
    });
    expect(send).toHaveAttribute('aria-disabled', 'true');
    await user.type(field, '{Enter}');
    expect(announcement.get().text).toMatch(/^A file did not get through/);
    act(() => pendingFiles('c').set([there]));
    expect(deeds.onSend).not.toHaveBeenCalled();
    await user.type(field, '{Enter}');
    expect(deeds.onSend).toHaveBeenCalledOnce();
  });
});

describe('a model by its name', () => {
  const models = [model('muse', 'Muse'), model('steady', 'Steady'), model('still', 'Still')];

  it('is offered after @, chosen by Enter, and its name is gone from the text', async () => {
    const onChooseModel = vi.fn();
    const { user, field } = show({ models, onChooseModel });
    await user.type(field, 'Please @st');
    expect(screen.getAllByRole('option').map((option) => option.textContent)).toEqual([
      'Steadysim',
      'Stillsim',
    ]);
    await user.keyboard('{ArrowDown}{Enter}');
    expect(onChooseModel).toHaveBeenCalledExactlyOnceWith(models[2]);
    expect(field.value).toBe('Please ');
    expect(screen.queryByRole('listbox')).toBeNull();
    expect(deeds.onSend).not.toHaveBeenCalled();
  });

  it('is not asked for by Escape, by an address, or by a name that nobody has', async () => {
    const { user, field } = show({ models, running: true });
    await user.type(field, '@m{Escape}');
    expect(screen.queryByRole('listbox')).toBeNull();
    expect(deeds.onStop).not.toHaveBeenCalled();
    await user.type(field, ' ann@muse @nobody');
    expect(screen.queryByRole('listbox')).toBeNull();
    await user.type(field, '{Enter}');
    expect(deeds.onSend).toHaveBeenCalledExactlyOnceWith('@m ann@muse @nobody', []);
  });
});

describe('sending', () => {
  it('by Enter, trimmed, and the field is empty', async () => {
    const { user, field } = show();
    await user.type(field, ' Hello{Shift>}{Enter}{/Shift}there {Enter}');
    expect(deeds.onSend).toHaveBeenCalledExactlyOnceWith('Hello\nthere', []);
    expect(field.value).toBe('');
    expect(document.activeElement).toBe(field);
  });

  it('by the button', async () => {
    const { user, field } = show();
    await user.type(field, 'Hello');
    await user.click(screen.getByRole('button', { name: 'Send' }));
    expect(deeds.onSend).toHaveBeenCalledExactlyOnceWith('Hello', []);
  });

  it('never while an input method composes', async () => {
    const { user, field } = show();
    await user.type(field, 'こんにちは');
    fireEvent.keyDown(field, { key: 'Enter', isComposing: true });
    fireEvent.keyDown(field, { key: 'Enter', keyCode: 229 });
    expect(deeds.onSend).not.toHaveBeenCalled();
    expect(field.value).toBe('こんにちは');
  });

  it('never of nothing', async () => {
    const { user, field } = show();
    await user.type(field, '   {Enter}');
    await user.click(screen.getByRole('button', { name: 'Send' }));
    expect(deeds.onSend).not.toHaveBeenCalled();
  });
});

describe('while an answer is written', () => {
  it('Send is Stop, also by Escape', async () => {
    const { user, field } = show({ running: true });
    expect(screen.queryByRole('button', { name: 'Send' })).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Stop the answer' }));
    await user.type(field, '{Escape}');
    expect(deeds.onStop).toHaveBeenCalledTimes(2);
  });

  it('what waits for its files says so as well, to the ear too', async () => {
    const { user, field } = show({ running: true });
    act(() => pendingFiles('c').set([onItsWay]));
    await user.type(field, 'And then?');
    await user.click(screen.getByRole('button', { name: 'Send after this answer' }));
    const waiting = screen.getByRole('button', { name: 'Sent as soon as the files are there' });
    expect(waiting).toHaveAttribute('aria-busy', 'true');
    expect(announcement.get().text).toBe('Sent as soon as the files are there');
    act(() => pendingFiles('c').set([there]));
    expect(deeds.onSend).toHaveBeenCalledExactlyOnceWith('And then?', [attachment]);
  });

  it('what is typed can be sent to wait', async () => {
    const { user, field } = show({ running: true });
    await user.type(field, 'And then?');
    await user.click(screen.getByRole('button', { name: 'Send after this answer' }));
    expect(deeds.onSend).toHaveBeenCalledExactlyOnceWith('And then?', []);
  });
});

it('each place keeps its own draft', async () => {
  const first = show({ place: 'c' });
  await first.user.type(first.field, 'Half a tho');
  first.unmount();
  const second = show({ place: 'd' });
  expect(second.field.value).toBe('');
  second.unmount();
  expect(show({ place: 'c' }).field.value).toBe('Half a tho');
});

it('Up in an empty field edits the last message, in a text it moves', async () => {
  const { user, field } = show();
  await user.type(field, '{ArrowUp}');
  await user.type(field, 'a{ArrowUp}');
  expect(deeds.onEditLast).toHaveBeenCalledOnce();
});
