import { useQuery } from '@tanstack/react-query';
import { modelsQuery } from '@/lib/api/queries';
import { locale } from '@/lib/i18n/locale';
import { t } from '@/lib/i18n/t';
import { formatCredit, formatCreditNumber } from '@/lib/money';
import { cx } from '@/ui/cx';
import { WideTable } from '@/ui/WideTable';
import type { ModelUsage, MyUsage } from './rows';

const count = new Intl.NumberFormat(locale());

/** Tokens are left out where there is no room for them: what they cost matters more. */
const COLUMNS = [
  { title: 'usage.questions', wide: false },
  { title: 'usage.tokensIn', wide: true },
  { title: 'usage.tokensOut', wide: true },
  { title: 'usage.cost', wide: false },
] as const;

/** What I used of each model this month, and what a question costs me on average. */
export function ModelTable({ groupId, usage: { models, titles } }: { groupId: string; usage: MyUsage }) {
  const { data: offered } = useQuery(modelsQuery(groupId));
  // One that is not offered any more has only its id.
  const nameOf = (id: string) => offered?.find((model) => model.id === id)?.name ?? id;
  const turns = models.reduce((sum, model) => sum + model.turns, 0);
  const nanousd = models.reduce((sum, model) => sum + model.nanousd, 0);
  if (turns + titles.turns === 0) {
    return <p className="text-14 text-ink-soft">{t('usage.noneMine')}</p>;
  }
  return (
    <>
      <WideTable label={t('usage.models')}>
        <table className="w-full whitespace-nowrap text-14 tabular-nums">
          <thead className="text-12 text-ink-soft">
            <tr className="border-line border-b">
              <th scope="col" className="py-2 text-start font-normal">
                {t('usage.model')}
              </th>
              {COLUMNS.map(({ title, wide }) => (
                <th
                  key={title}
                  scope="col"
                  className={cx('py-2 ps-3 text-end font-normal', wide && 'max-sm:hidden')}
                >
                  {t(title)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {models.map((model) => (
              <Line key={model.model} name={nameOf(model.model)} usage={model} />
            ))}
            {titles.turns > 0 ? <Line name={t('usage.titles')} usage={titles} quiet /> : null}
          </tbody>
        </table>
      </WideTable>
      {turns > 0 ? (
        <p className="text-14 text-ink-soft tabular-nums">
          {t('usage.typical', { amount: formatCredit(Math.round(nanousd / turns)) })}
        </p>
      ) : null}
    </>
  );
}

type LineProps = {
  name: string;
  usage: Omit<ModelUsage, 'model'>;
  /** What nobody asked for by itself. */
  quiet?: boolean;
};

function Line({ name, usage, quiet = false }: LineProps) {
  return (
    <tr className={cx('border-line border-b', quiet && 'text-ink-soft')}>
      <th scope="row" className={cx('py-2.5 pe-3 text-start', quiet ? 'font-normal' : 'font-medium')}>
        {name}
      </th>
      <td className="py-2.5 ps-3 text-end">{count.format(usage.turns)}</td>
      <td className="py-2.5 ps-3 text-end max-sm:hidden">{count.format(usage.tokensIn)}</td>
      <td className="py-2.5 ps-3 text-end max-sm:hidden">{count.format(usage.tokensOut)}</td>
      <td className={cx('py-2.5 ps-3 text-end', !quiet && 'font-semibold')}>
        {formatCreditNumber(usage.nanousd)}
      </td>
    </tr>
  );
}
