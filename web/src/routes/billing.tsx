export function BillingRoute() {
  return <main />;
}
