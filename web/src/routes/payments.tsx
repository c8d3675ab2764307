export function PaymentsRoute() {
  return <main />;
}
