import type { ReactNode } from 'react';
import { t } from '@/lib/i18n/t';
import { Brand } from '@/ui/Brand';
import { TablePicture } from '@/ui/TablePicture';
import { usePageTitle } from '@/ui/usePageTitle';

/** The frame of signing up and in: the form on paper, and beside it, where there is room, what one comes for. */
export function AuthPage({ title, children }: { title: string; children: ReactNode }) {
  usePageTitle(title);
  return (
    <div className="grid min-h-dvh lg:grid-cols-[1fr_minmax(0,28rem)]">
      <div className="flex flex-col px-5 py-5 sm:px-10 sm:py-8">
        <header>
          <Brand />
        </header>
        <main className="mx-auto flex w-full max-w-sm flex-1 flex-col justify-center gap-6 py-10">
          <h1 className="font-semibold text-28">{title}</h1>
          {children}
        </main>
      </div>
      <aside className="hidden flex-col justify-center gap-8 border-line border-s bg-sunk px-12 lg:flex">
        <TablePicture seats={3} className="w-full max-w-72 self-center" />
        <div className="flex flex-col gap-2">
          <h2 className="font-semibold text-20">{t('aside.private')}</h2>
          <p className="text-16 text-ink-soft">{t('aside.privateText')}</p>
        </div>
      </aside>
    </div>
  );
}
