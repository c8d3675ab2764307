export function SignUpRoute() {
  return <main />;
}
