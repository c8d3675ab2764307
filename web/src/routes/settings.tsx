import { getRouteApi } from '@tanstack/react-router';
import { SettingsPage } from '@/features/settings/SettingsPage';
import { NotFound } from './NotFound';
import { settingsGroups } from './settingsSections';

const section = getRouteApi('/signed-in/settings/$section');

export function SettingsRoute() {
  return <SettingsPage groups={settingsGroups} open={null} />;
}

export function SettingsSectionRoute() {
  const { section: path } = section.useParams();
  const open = settingsGroups.flatMap(({ sections }) => sections).find((each) => each.path === path);
  return open === undefined ? <NotFound /> : <SettingsPage groups={settingsGroups} open={open} />;
}
