import { getRouteApi } from '@tanstack/react-router';
import { SettingsPage } from '@/features/settings/SettingsPage';
import { NotFound } from './NotFound';
import { settingsSections } from './settingsSections';

const section = getRouteApi('/signed-in/settings/$section');

export function SettingsRoute() {
  return <SettingsPage sections={settingsSections} open={null} />;
}

export function SettingsSectionRoute() {
  const { section: path } = section.useParams();
  const open = settingsSections.find((each) => each.path === path);
  return open === undefined ? <NotFound /> : <SettingsPage sections={settingsSections} open={open} />;
}
