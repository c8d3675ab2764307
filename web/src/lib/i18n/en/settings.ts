export const settings = {
  'settings.title': 'Settings',
  'settings.all': 'All settings',
  'settings.profile': 'Profile',
  'settings.name': 'Name',
  'settings.email': 'Email address',
  'settings.role': 'Role',
  'settings.operator': 'Operator of this server',
  'settings.appearance': 'Appearance',
  'settings.theme': 'Theme',
  'settings.light': 'Light',
  'settings.dark': 'Dark',
  'settings.system': 'As the device',
  'settings.privacy': 'What others can see',
  'settings.privacyText':
    'Your messages and titles are sealed: only you can open them. Whoever runs the server can see when you chat, with which model, how many tokens it takes and what it costs, because that is how the bill is made. While an answer is being written, it is in the server’s memory and your question goes to the AI vendor.',
  'settings.about': '{name} {version}',
} as const;
