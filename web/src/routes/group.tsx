export function GroupRoute() {
  return <main />;
}
