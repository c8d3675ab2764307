import type { Key, Text } from './t';

/**
 * Keys whose words are still changing: where a language has none for them yet, English is shown. Any other key that is missing
 * in a language fails the build. What has settled is taken out here, once every language has words for it.
 */
type Untranslated =
  | `${'activity' | 'apiKeys' | 'cover' | 'data' | 'device' | 'devices' | 'forgot' | 'keys' | 'notice' | 'passkeys' | 'problem' | 'reauth' | 'reset' | 'settle' | 'signIn' | 'split' | 'twoStep' | 'unlock' | 'verify'}.${string}`
  | `billing.${'credited' | 'creditedPaid'}`
  | `chat.${'sealedText' | 'sealedTitle' | 'unlock'}`
  | `part.${'toPay'}`
  | `password.${'change' | 'changeText' | 'changed' | 'current' | 'new' | 'newHint' | 'submit'}`
  | `recovery.${'renew' | 'renewSubmit' | 'renewText'}`
  | `settings.${'password'}`
  | `signUp.${'closed' | 'invited'}`
  | `usage.${'apiKeys' | 'badCap' | 'capDay' | 'capHint' | 'capTurn' | 'caps' | 'capsSaved' | 'capsText' | 'chats' | 'forecast' | 'pace' | 'paceOver' | 'paceTable' | 'paceWithin' | 'save' | 'sharing' | 'sharingChange' | 'sharingCommon' | 'sharingCommonText' | 'sharingNext' | 'sharingOn' | 'sharingOnText' | 'sharingSaved' | 'sharingStrict' | 'sharingStrictText'}`;

/** What every language has: a text for each key, with the placeholders of the English one (catalogues.test.ts). */
export type Translation = { readonly [K in Exclude<Key, Untranslated>]: Text };
