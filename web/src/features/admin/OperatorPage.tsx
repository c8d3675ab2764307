import { t } from '@/lib/i18n/t';
import { Page } from '@/ui/Page';
import { Balances } from './Balances';
import { Catalogue } from './Catalogue';
import { AllGroups, AllUsers } from './Directory';
import { Margin } from './Margin';
import { Sandboxes } from './Sandboxes';
import { Vendors } from './Vendors';

/** What only whoever runs the server sees: never anybody's chats. */
export function OperatorPage() {
  return (
    <Page title={t('operator.title')} lead={t('operator.lead')} width="m">
      <Vendors />
      <AllGroups />
      <AllUsers />
      <Margin />
      <Balances />
      <Catalogue />
      <Sandboxes />
    </Page>
  );
}
