import { api, unwrap } from '@/lib/api/client';
import { isLanguage, LANGUAGES, type Language } from '@/lib/i18n/languages';
import { chooseLanguage, locale } from '@/lib/i18n/locale';
import { t } from '@/lib/i18n/t';
import { chooseReading, useReadingChoice } from '@/lib/readingChoice';
import { chooseTheme, useThemeChoice } from '@/lib/theme';
import { Field, SelectInput } from '@/ui/Field';
import { Segments } from '@/ui/Segments';

/** This device speaks another language from now on, and mails to me are written in it. */
async function speak(language: Language): Promise<void> {
  try {
    await unwrap(api.PATCH('/api/v1/me', { body: { language } }));
  } catch {
    // The device can speak it all the same; mails stay as they are until it is chosen again.
  }
  chooseLanguage(language);
}

/** How it looks and speaks on this device. */
export function AppearanceSection() {
  const theme = useThemeChoice();
  const reading = useReadingChoice();
  return (
    <div className="flex flex-col gap-6">
      <div className="flex flex-col gap-1.5">
        <span aria-hidden="true" className="font-medium text-14">
          {t('settings.theme')}
        </span>
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
      </div>
      <div className="flex flex-col gap-1.5">
        <span aria-hidden="true" className="font-medium text-14">
          {t('settings.reading')}
        </span>
        <Segments
          label={t('settings.reading')}
          value={reading}
          onChange={chooseReading}
          options={[
            { value: 'end', label: t('settings.readingEnd') },
            { value: 'top', label: t('settings.readingTop') },
          ]}
        />
      </div>
      <Field label={t('settings.language')} className="max-w-xs">
        {(control) => (
          <SelectInput
            {...control}
            value={locale()}
            onChange={(event) => {
              if (isLanguage(event.target.value)) {
                void speak(event.target.value);
              }
            }}
          >
            {Object.entries(LANGUAGES).map(([language, name]) => (
              <option key={language} value={language} lang={language}>
                {name}
              </option>
            ))}
          </SelectInput>
        )}
      </Field>
    </div>
  );
}
