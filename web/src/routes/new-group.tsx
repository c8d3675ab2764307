export function NewGroupRoute() {
  return <main />;
}
