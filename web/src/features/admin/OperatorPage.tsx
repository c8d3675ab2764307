import { t } from '@/lib/i18n/t';
import { Page } from '@/ui/Page';
import { Balances } from './Balances';
import { Catalogue } from './Catalogue';
import { AllGroups, AllUsers } from './Directory';
import { Jobs } from './Jobs';
import { Margin } from './Margin';
import { OperatorActions } from './OperatorActions';
import { Sandboxes } from './Sandboxes';
import { Vendors } from './Vendors';

/** What only whoever runs the server sees: never anybody's chats. */
export function OperatorPage() {
  return (
    <Page title={t('operator.title')} lead={t('operator.lead')} width="m">
      <Vendors />
      <Jobs />
      <AllGroups />
      <AllUsers />
      <Margin />
      <Balances />
      <Catalogue />
      <Sandboxes />
      <OperatorActions />
    </Page>
  );
}
