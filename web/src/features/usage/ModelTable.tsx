import { locale } from '@/lib/i18n/locale';
import { t } from '@/lib/i18n/t';
import { formatCredit, formatCreditNumber } from '@/lib/money';
import { WideTable } from '@/ui/WideTable';
import type { ModelUsage } from './rows';

const count = new Intl.NumberFormat(locale());

/** What I used of each model this month, and what a question costs me on average. */
export function ModelTable({ models }: { models: readonly ModelUsage[] }) {
  const turns = models.reduce((sum, model) => sum + model.turns, 0);
  const nanousd = models.reduce((sum, model) => sum + model.nanousd, 0);
  if (turns === 0) {
    return <p className="text-14 text-ink-soft">{t('usage.noneMine')}</p>;
  }
  return (
    <>
      <WideTable label={t('usage.models')}>
        <table className="w-full whitespace-nowrap text-14 tabular-nums">
          <thead className="text-12 text-ink-soft">
            <tr className="border-line border-b">
              <th scope="col" className="py-2 text-left font-normal">
                {t('usage.model')}
              </th>
              {[t('usage.questions'), t('usage.tokensIn'), t('usage.tokensOut'), t('usage.cost')].map(
                (title) => (
                  <th key={title} scope="col" className="py-2 pl-3 text-right font-normal">
                    {title}
                  </th>
                ),
              )}
            </tr>
          </thead>
          <tbody>
            {models.map((model) => (
              <tr key={model.model} className="border-line border-b">
                <th scope="row" className="py-2.5 pr-3 text-left font-medium">
                  {model.model}
                </th>
                <td className="py-2.5 pl-3 text-right">{count.format(model.turns)}</td>
                <td className="py-2.5 pl-3 text-right">{count.format(model.tokensIn)}</td>
                <td className="py-2.5 pl-3 text-right">{count.format(model.tokensOut)}</td>
                <td className="py-2.5 pl-3 text-right font-semibold">{formatCreditNumber(model.nanousd)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </WideTable>
      <p className="text-14 text-ink-soft tabular-nums">
        {t('usage.typical', { amount: formatCredit(Math.round(nanousd / turns)) })}
      </p>
    </>
  );
}
