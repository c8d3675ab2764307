import { api } from '@/lib/api/client';
import { fileNameOf } from '@/lib/api/fileNameOf';
import { problemFrom } from '@/lib/api/problem';
import { locale } from '@/lib/i18n/locale';

type Answer = { data?: Blob | undefined; error?: unknown; response: Response };

/** A final invoice as PDF, in the language of the page. */
export function fetchInvoicePaper(groupId: string, invoiceId: string): Promise<File> {
  return paper(
    api.GET('/api/v1/groups/{id}/invoices/{invoice_id}/pdf', {
      params: { path: { id: groupId, invoice_id: invoiceId }, query: { language: locale() } },
      parseAs: 'blob',
    }) as Promise<Answer>,
  );
}

/** The receipt of a payment of mine that has arrived. */
export function fetchReceipt(paymentId: string): Promise<File> {
  return paper(
    api.GET('/api/v1/receipts/{id}', {
      params: { path: { id: paymentId }, query: { language: locale() } },
      parseAs: 'blob',
    }) as Promise<Answer>,
  );
}

async function paper(call: Promise<Answer>): Promise<File> {
  const { data, error, response } = await call;
  if (!response.ok || data === undefined) {
    throw problemFrom(response, error);
  }
  return new File([data], fileNameOf(response, 'potluck.pdf'), { type: 'application/pdf' });
}
