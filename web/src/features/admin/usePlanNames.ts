import { useQuery } from '@tanstack/react-query';
import { plansQuery } from '@/lib/api/queries';

/** What each plan is called, by its code; one that is not sold any more goes by its code. */
export function usePlanNames(): (code: string) => string {
  const { data: plans = [] } = useQuery(plansQuery);
  return (code) => plans.find((plan) => plan.code === code)?.name ?? code;
}
