export const chat = {
  'chat.title': 'Chat',
} as const;
