export function SettingsRoute() {
  return <main />;
}
