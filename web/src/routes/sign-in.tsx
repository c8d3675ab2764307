export function SignInRoute() {
  return <main />;
}
