import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { plansQuery, serverQuery } from '@/lib/api/queries';
import type { Plan } from '@/lib/api/types';
import { t } from '@/lib/i18n/t';
import { formatAmount, perPerson } from '@/lib/money';
import { ButtonLink } from '@/ui/ButtonLink';
import { TableMark } from '@/ui/TableMark';
import { TablePicture } from '@/ui/TablePicture';
import { usePageTitle } from '@/ui/usePageTitle';

/** What this is, in one screen. The prices are this server's own. */
export function WelcomePage() {
  usePageTitle();
  const { data: server } = useQuery(serverQuery);
  const { data: plans } = useQuery(plansQuery);
  return (
    <div className="mx-auto flex min-h-dvh max-w-6xl flex-col px-5 sm:px-10">
      <header className="flex items-center justify-between gap-4 py-5">
        <span className="flex items-center gap-2.5 font-semibold text-16">
          <TableMark className="size-8" />
          {t('app.name')}
        </span>
        <ButtonLink to="/sign-in" variant="quiet" className="-me-4">
          {t('welcome.signIn')}
        </ButtonLink>
      </header>
      <main className="flex flex-1 flex-col justify-center gap-14 pt-4 pb-14 lg:gap-20">
        <div className="grid items-center gap-8 lg:grid-cols-[1.15fr_1fr] lg:gap-16">
          <div className="flex flex-col items-start gap-6">
            <h1 className="max-w-xl font-semibold text-28 sm:text-40">{t('welcome.title')}</h1>
            <p className="max-w-lg text-16 text-ink-soft sm:text-20">{t('welcome.text')}</p>
            <div className="flex flex-wrap items-center gap-3">
              <ButtonLink to="/sign-up" variant="primary" size="l">
                {t('welcome.signUp')}
              </ButtonLink>
            </div>
            {server?.needs_operator ? <p className="text-14 text-ink-soft">{t('welcome.new')}</p> : null}
            {server?.demo ? <p className="text-14 text-ink-soft">{t('welcome.demo')}</p> : null}
          </div>
          <TablePicture
            seats={5}
            className="order-first w-full max-w-52 sm:max-w-64 lg:order-none lg:max-w-md lg:justify-self-end"
          />
        </div>
        <dl className="grid gap-x-12 gap-y-6 border-line border-t pt-8 sm:grid-cols-3">
          <Pledge term={t('welcome.private')}>{t('welcome.privateText')}</Pledge>
          <Pledge term={t('welcome.fair')}>{t('welcome.fairText')}</Pledge>
          <Pledge term={t('welcome.exact')}>{t('welcome.exactText')}</Pledge>
        </dl>
        {plans && plans.length > 0 ? (
          <section aria-labelledby="plans" className="flex flex-col gap-4">
            <h2 id="plans" className="font-semibold text-16">
              {t('welcome.plans')}
            </h2>
            <ul className="grid gap-x-12 gap-y-6 sm:grid-cols-3">
              {plans.map((plan) => (
                <PlanLine key={plan.code} plan={plan} />
              ))}
            </ul>
          </section>
        ) : null}
      </main>
    </div>
  );
}

function Pledge({ term, children }: { term: string; children: string }) {
  return (
    <div className="flex flex-col gap-1">
      <dt className="font-semibold text-16">{term}</dt>
      <dd className="text-14 text-ink-soft">{children}</dd>
    </div>
  );
}

function PlanLine({ plan }: { plan: Plan }) {
  return (
    <li>
      <Link
        to="/sign-up"
        className="-m-2 flex items-center gap-4 rounded-m p-2 transition-colors hover:bg-sunk"
      >
        <TableMark plain seats={plan.seats} className="size-12 shrink-0" />
        <span className="flex min-w-0 flex-col">
          <span className="font-semibold text-16 tabular-nums">
            {plan.name} · {t('welcome.planEach', { amount: formatAmount(perPerson(plan.price, plan.seats)) })}
          </span>
          <span className="text-14 text-ink-soft tabular-nums">
            {t('welcome.planTotal', { seats: plan.seats, amount: formatAmount(plan.price) })}
          </span>
        </span>
      </Link>
    </li>
  );
}
