/** Every query's key, in one place, so that live events and mutations name exactly what they change. */
export const keys = {
  server: ['server'] as const,
  activity: ['activity'] as const,
  plans: ['plans'] as const,
  groups: ['groups'] as const,
  group: (groupId: string) => ['group', groupId] as const,
  invitations: (groupId: string) => ['group', groupId, 'invitations'] as const,
  invoices: (groupId: string) => ['group', groupId, 'invoices'] as const,
  usage: (groupId: string) => ['group', groupId, 'usage'] as const,
  payments: ['payments'] as const,
  invitation: (token: string) => ['invitation', token] as const,
  models: (groupId: string) => ['models', groupId] as const,
  conversations: (groupId: string) => ['conversations', groupId] as const,
  allConversations: ['conversations'] as const,
  conversation: (conversationId: string) => ['conversation', conversationId] as const,
  messages: (conversationId: string) => ['conversation', conversationId, 'messages'] as const,
};
