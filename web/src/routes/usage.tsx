export function UsageRoute() {
  return <main />;
}
