export function InvitationRoute() {
  return <main />;
}
