export function WelcomeRoute() {
  return <main />;
}
