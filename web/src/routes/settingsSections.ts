import {
  Archive,
  Bell,
  Fingerprint,
  History,
  KeyRound,
  LaptopMinimal,
  Link2,
  Lock,
  MessageSquare,
  Package,
  Palette,
  RotateCcwKey,
  Smartphone,
  TextQuote,
  Upload,
  UserRound,
} from 'lucide-react';
import { lazy } from 'react';
import type { SettingsGroup } from '@/features/settings/SettingsPage';
import { t } from '@/lib/i18n/t';

/**
 * The sections of the settings, in the order in which they are listed. A new one is a component in its feature, and one
 * entry here; its address is /settings/<path>.
 */
export const settingsGroups: readonly SettingsGroup[] = [
  {
    title: () => t('settings.group.you'),
    sections: [
      {
        path: 'profile',
        title: () => t('settings.profile'),
        icon: UserRound,
        Content: lazy(() => import('@/features/settings/ProfileSection').then(as('ProfileSection'))),
      },
      {
        path: 'appearance',
        title: () => t('settings.appearance'),
        icon: Palette,
        Content: lazy(() => import('@/features/settings/AppearanceSection').then(as('AppearanceSection'))),
      },
      {
        path: 'notifications',
        title: () => t('mails.title'),
        icon: Bell,
        Content: lazy(() =>
          import('@/features/settings/NotificationsSection').then(as('NotificationsSection')),
        ),
      },
    ],
  },
  {
    title: () => t('settings.group.chats'),
    sections: [
      {
        path: 'archive',
        title: () => t('chat.archive.title'),
        icon: Archive,
        Content: lazy(() => import('@/features/chat/ArchivedChats').then(as('ArchivedChats'))),
      },
      {
        path: 'prompts',
        title: () => t('prompts.title'),
        icon: TextQuote,
        Content: lazy(() => import('@/features/chat/prompts/PromptsSection').then(as('PromptsSection'))),
      },
      {
        path: 'shared-links',
        title: () => t('share.list'),
        icon: Link2,
        Content: lazy(() =>
          import('@/features/chat/sharing/SharedLinksSection').then(as('SharedLinksSection')),
        ),
      },
      {
        path: 'import',
        title: () => t('import.title'),
        icon: Upload,
        Content: lazy(() => import('@/features/chat/importing/ImportSection').then(as('ImportSection'))),
      },
      {
        path: 'chats',
        title: () => t('usage.titles'),
        icon: MessageSquare,
        Content: lazy(() => import('@/features/settings/TitlesSection').then(as('TitlesSection'))),
      },
    ],
  },
  {
    title: () => t('settings.group.security'),
    sections: [
      {
        path: 'password',
        title: () => t('settings.password'),
        icon: KeyRound,
        Content: lazy(() => import('@/features/auth/PasswordSection').then(as('PasswordSection'))),
      },
      {
        path: 'passkeys',
        title: () => t('passkeys.title'),
        icon: Fingerprint,
        Content: lazy(() => import('@/features/settings/PasskeysSection').then(as('PasskeysSection'))),
      },
      {
        path: 'two-step',
        title: () => t('twoStep.title'),
        icon: Smartphone,
        Content: lazy(() => import('@/features/settings/TwoStepSection').then(as('TwoStepSection'))),
      },
      {
        path: 'encryption',
        title: () => t('contentKey.title'),
        icon: RotateCcwKey,
        Content: lazy(() => import('@/features/settings/EncryptionSection').then(as('EncryptionSection'))),
      },
      {
        path: 'devices',
        title: () => t('devices.title'),
        icon: LaptopMinimal,
        Content: lazy(() => import('@/features/settings/DevicesSection').then(as('DevicesSection'))),
      },
      {
        path: 'activity',
        title: () => t('activity.title'),
        icon: History,
        Content: lazy(() => import('@/features/settings/ActivitySection').then(as('ActivitySection'))),
      },
    ],
  },
  {
    title: () => t('settings.group.data'),
    sections: [
      {
        path: 'api-keys',
        title: () => t('keys.title'),
        icon: KeyRound,
        Content: lazy(() => import('@/features/settings/keys/ApiKeysSection').then(as('ApiKeysSection'))),
      },
      {
        path: 'privacy',
        title: () => t('settings.privacy'),
        icon: Lock,
        Content: lazy(() => import('@/features/settings/PrivacySection').then(as('PrivacySection'))),
      },
      {
        path: 'data',
        title: () => t('data.title'),
        icon: Package,
        Content: lazy(() => import('@/features/settings/DataSection').then(as('DataSection'))),
      },
    ],
  },
];

/** What `lazy` wants of a module: the component of this name. */
function as<Name extends string>(name: Name) {
  return <M extends Record<Name, unknown>>(module: M): { default: M[Name] } => ({ default: module[name] });
}
