import { t } from '@/lib/i18n/t';
import { chooseTheme, useThemeChoice } from '@/lib/theme';
import { Segments } from '@/ui/Segments';

/** How it looks on this device. */
export function AppearanceSection() {
  const theme = useThemeChoice();
  return (
    <Segments
      label={t('settings.theme')}
      value={theme}
      onChange={chooseTheme}
      options={[
        { value: 'system', label: t('settings.system') },
        { value: 'light', label: t('settings.light') },
        { value: 'dark', label: t('settings.dark') },
      ]}
    />
  );
}
